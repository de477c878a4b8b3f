/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How touch writes: it leaves a byte as it was, and faults as a store does.
 *
 * Some machines have an instruction for that, which reads and writes and whose
 * fault is a write's.  Elsewhere a load must come before the store, and is a
 * fault of its own: in memory that nobody has touched it maps the page of
 * zeros, so that each page takes two faults and no huge page comes (also an
 * atomic operation of arm64 faults for its read first).  There, however, the
 * byte is known to be 0, and the store alone leaves it as it was.
 */
#ifndef MEMTOOL_COMMANDS_WRITE_BACK_H
#define MEMTOOL_COMMANDS_WRITE_BACK_H

#include "commands/call.h"

/* To be defined by whoever tries the other way on such a machine. */
#if !defined(LOAD_AND_STORE) && !defined(__x86_64__) && !defined(__i386__) &&  \
	!defined(__s390x__) && !defined(__riscv_atomic)
#define LOAD_AND_STORE
#endif

#ifdef LOAD_AND_STORE
enum { WRITES_BACK_AT_ONCE = false };
#else
enum { WRITES_BACK_AT_ONCE = true };
#endif

/* IS_ZERO: nobody has touched the page of this byte. */
static inline void write_back(volatile unsigned char *byte, bool is_zero)
{
#if defined(LOAD_AND_STORE)
	*byte = is_zero ? 0 : *byte;
#elif defined(__s390x__)
	__asm__ volatile("oi %0,0" : "+Q"(*byte) : : "cc", "memory");
#elif defined(__riscv)
	__asm__ volatile("amoor.w zero, zero, (%0)"
			 :
			 : "r"((uintptr_t)byte & ~(uintptr_t)3)
			 : "memory");
#else
	__asm__ volatile("lock orb $0, %0" : "+m"(*byte) : : "memory");
#endif
	(void)is_zero;
}

/* Whose --access write this is. */
extern const struct command command_touch;

/* The pages that the subject's pagemap was read of, a window after another. */
struct untouched {
	uint64_t first, count; /* page numbers; their entries lie in scratch */
};

/*
 * Open /proc/self/pagemap as FD, once act_scratch is populated.  Where it does
 * not show that (it is another's, as under an emulator) nothing is known.
 */
void untouched_by(int fd);

/* Read a window that begins with the page of ADDRESS, one of those of CALL. */
void untouched_read(
	struct untouched *u, const struct call *call, uint64_t address);

/* Whether ADDRESS is in the window, or no window can be read. */
bool untouched_covers(
	const struct untouched *u, const struct call *call, uint64_t address);

/*
 * Whether nobody has touched the page, in memory that is private and of no
 * file: then all of it is 0.  Where memory cannot be written the answer is the
 * same, so that the store raises what it would raise.
 */
bool untouched_at(
	const struct untouched *u, const struct call *call, uint64_t address);

#endif
