/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How touch writes: it leaves a byte as it was, and faults once, as a store
 * does.
 *
 * Some machines have an instruction for that, which reads and writes and whose
 * fault is a write's.  Elsewhere a load must come before the store, and where
 * the page is not mapped yet it is a fault of its own: in memory that nobody
 * has touched it maps the page of zeros, so that no huge page comes (an atomic
 * operation of arm64 faults for its read first, too).  There, however, the byte
 * is known to be 0, and the store alone leaves it as it was.  Other pages that
 * are not mapped yet the kernel brings in for writing.
 */
#ifndef MEMTOOL_COMMANDS_WRITE_BACK_H
#define MEMTOOL_COMMANDS_WRITE_BACK_H

#include "command/call.h"

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

/* IS_ZERO: the byte is known to be 0; a load is not needed. */
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

/* Which pages are mapped: a window of the subject's pagemap. */
struct presence {
	uint64_t first, count; /* page numbers; their entries lie in scratch */
};

/*
 * Take FD, /proc/self/pagemap, once act_scratch is populated.  Where it does
 * not show that (it is another's, as under an emulator) nothing is known of any
 * page.
 */
void presence_by(int fd);

/* Read a window that begins with the page of ADDRESS, one of those of CALL. */
void presence_read(
	struct presence *p, const struct call *call, uint64_t address);

/* Whether ADDRESS is in the window, or no window can be read. */
bool presence_covers(
	const struct presence *p, const struct call *call, uint64_t address);

/* Whether the page is mapped or swapped out; true: also if nobody knows. */
bool presence_at(
	const struct presence *p, const struct call *call, uint64_t address);

/*
 * Bring in a page for writing, and leave it as it is: by a system call, where
 * that is not refused.
 */
void bring_in(uint64_t address);

#endif
