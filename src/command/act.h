/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a command makes its call.  This runs in the subject, between two
 * snapshots: it must not allocate, print, or touch new pages.
 */
#ifndef MEMTOOL_COMMAND_ACT_H
#define MEMTOOL_COMMAND_ACT_H

#include <sys/syscall.h>

#include "command/call.h"

/*
 * A buffer for mincore's vector and peek's bytes.  Its pages are present if a
 * call of the chain has CALL_USES_SCRATCH.
 */
enum { SCRATCH_SIZE = 65536 };
extern unsigned char act_scratch[SCRATCH_SIZE];

/*
 * Keep the data that the subject writes, or reads unwritten, together: the
 * rehearsal faults in these pages, so that no step does.
 */
#define SUBJECT_STATE __attribute__((section("subject_state")))

/* For deliberate accesses, whose faults sanitizers must not intercept. */
#define UNSANITIZED                                                            \
	__attribute__((no_sanitize("address"), no_sanitize("undefined")))

/* Start and stop the clock and the count of faults, around only the call. */
void act_begin(struct returned *returned);
void act_end(struct returned *returned);

/* The count of faults alone, around several calls: .counts_once. */
void act_count_begin(struct returned *returned);
void act_count_end(struct returned *returned);

/*
 * System calls without effect that mark a traced call: act_begin() and
 * act_end() make "lseek(-1, MARK_MAGIC, MARK_BEGIN)" and MARK_END for the
 * tracer, and the subject MARK_DONE when the step's call is over.  errno is
 * preserved.
 */
enum act_mark { MARK_BEGIN = 1, MARK_END, MARK_DONE };
enum { MARK_MAGIC = 0x6d656d74 };
#ifdef SYS_lseek
#define MARK_CALL SYS_lseek
#else /* 32-bit machines that always had 64-bit offsets */
#define MARK_CALL SYS__llseek
#endif
void act_mark(enum act_mark mark);

/*
 * The signal that comes when the parent ends.  The kernel drops it with the
 * rights of a process (prctl(2), PR_SET_PDEATHSIG).
 */
extern int act_death_signal;

/* The channel to the observer, for work that it does during a call. */
extern int act_channel;

/*
 * Executed code may have forked or started a thread: anything but the subject,
 * whose process ID this is, ends here.
 */
extern int act_self;
void act_leave_copies(void);

/*
 * Make SIZE bytes just written at START executable, as a program must after
 * writing code: many processors fetch instructions through a cache that does
 * not follow writes.  This reads the memory, which must be mapped, and is a
 * system call on some machines: call it after act_end().  It flushes the
 * address that was written; a virtually indexed cache may keep old code of
 * another mapping of the same memory, as in any other program.
 */
void act_flush_code(uint64_t start, uint64_t size);

/* One system call, timed; fills value and error.  Unused arguments are 0. */
void act_syscall(struct returned *returned, long number, uint64_t a, uint64_t b,
	uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/* An act(): the system call .number, with the arguments in their order. */
void act_number(const struct call *call, struct returned *returned);

/*
 * The kernel's answer to brk(ADDRESS): the resulting break.  BREAK_UNKNOWN: the
 * call itself failed, for example by a filter; see errno.
 */
#define BREAK_UNKNOWN UINT64_MAX
uint64_t act_break(uint64_t address);

/* For brk and sbrk: move the break to WANTED, and note the result. */
void act_move_break(const struct call *call, struct returned *returned,
	uint64_t before, uint64_t wanted);

/*
 * The addresses that touch visits: one in each page of its range, or one every
 * stride bytes.
 */
struct places {
	uint64_t addr; /* the first */
	uint64_t head; /* its offset in its page */
	uint64_t step, count;
};

struct places places_of(const struct call *call);
uint64_t place_at(const struct places *places, uint64_t n);

#endif
