/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How touch writes: it leaves the byte unchanged, and faults once, like a
 * store.
 *
 * Some machines have one instruction that reads and writes, and faults for
 * writing.  Elsewhere a load must come before the store, and has its own fault
 * if the page is not mapped: in untouched memory it maps the zero page, which
 * prevents a huge page (arm64's atomic operations fault for reading first,
 * too).  But there the byte is known to be 0, and a store alone leaves it
 * unchanged.  Other unmapped pages are faulted in for writing by the kernel.
 */
#ifndef MEMTOOL_ACTS_WRITE_BACK_H
#define MEMTOOL_ACTS_WRITE_BACK_H

#include "command/call.h"

/* Define this to test the other way on such a machine. */
#if !defined(LOAD_AND_STORE) && !defined(__x86_64__) && !defined(__i386__) &&  \
	!defined(__s390x__) && !defined(__riscv_atomic)
#define LOAD_AND_STORE
#endif

#ifdef LOAD_AND_STORE
enum { WRITES_BACK_AT_ONCE = false };
#else
enum { WRITES_BACK_AT_ONCE = true };
#endif

/* IS_ZERO: the byte is known to be 0, so no load is needed. */
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
	uint64_t first, count; /* page numbers; their entries are in scratch */
};

/*
 * Check FD, /proc/self/pagemap, once act_scratch is populated.  If it does not
 * show that (an emulator shows another process's), no page's state is known.
 */
void presence_by(int fd);

/* Read a window that begins at the page of ADDRESS, in CALL's range. */
void presence_read(
	struct presence *presence, const struct call *call, uint64_t address);

/* Whether the window covers ADDRESS, or cannot be read at all. */
bool presence_covers(const struct presence *presence, const struct call *call,
	uint64_t address);

/* Whether the page is present or swapped out; true if unknown. */
bool presence_at(const struct presence *presence, const struct call *call,
	uint64_t address);

/*
 * Fault in a page for writing without changing it, with a system call if
 * permitted.
 */
void bring_in(uint64_t address);

#endif
