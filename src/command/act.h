/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a command performs its call.  This runs in the subject, between two
 * snapshots: it allocates nothing, prints nothing, touches no new page.
 */
#ifndef MEMTOOL_COMMANDS_ACT_H
#define MEMTOOL_COMMANDS_ACT_H

#include <sys/syscall.h>

#include "command/call.h"

/*
 * A buffer for mincore's vector and peek's bytes.  Its pages are present where
 * a call of the chain has CALL_USES_SCRATCH.
 */
enum { SCRATCH_SIZE = 65536 };
extern unsigned char act_scratch[SCRATCH_SIZE];

/*
 * What the subject writes, or reads before anybody wrote it, lies together:
 * the rehearsal brings in these pages, so that none comes with a step.
 */
#define SUBJECT_STATE __attribute__((section("subject_state")))

/* For accesses by hand: the fault is ours to see, and not a sanitizer's. */
#define UNSANITIZED                                                            \
	__attribute__((no_sanitize("address"), no_sanitize("undefined")))

/* Start and stop the clock and the count of faults, around the call alone. */
void act_begin(struct returned *r);
void act_end(struct returned *r);

/*
 * System calls without effect, made where a call is traced: act_begin() and
 * act_end() tell the tracer what lies between them, "lseek(-1, MARK_MAGIC,
 * MARK_BEGIN)", and the subject when the step's call is over.  errno stays.
 */
enum act_mark { MARK_BEGIN = 1, MARK_END, MARK_DONE };
enum { MARK_MAGIC = 0x6d656d74 };
#ifdef SYS_lseek
#define MARK_CALL SYS_lseek
#else /* 32-bit machines that were never without 64-bit offsets */
#define MARK_CALL SYS__llseek
#endif
void act_mark(enum act_mark mark);

/* The way to the observer, for what it has to do while a call lasts. */
extern int act_channel;

/*
 * Executed code may have forked, or begun a thread: what comes back in another
 * than the subject, whose process ID this is, ends here.
 */
extern int act_self;
void act_leave_copies(void);

/*
 * Let SIZE bytes that instructions have just written at START be executed, as
 * a program must after writing code: many processors fetch instructions
 * through a cache that does not follow writes.  It reads the memory, which
 * must be mapped, and on some machines it is a system call: make it after
 * act_end().  It goes by the address that was written to.  Where a cache is
 * looked up by virtual addresses, what another mapping of the same memory has
 * executed before may stay there, as in any other program.
 */
void act_flush_code(uint64_t start, uint64_t size);

/* One system call, timed; fills value and error.  Unused arguments are 0. */
void act_syscall(struct returned *r, long number, uint64_t a, uint64_t b,
	uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/* An act(): the system call .number, with the arguments in their order. */
void act_number(const struct call *c, struct returned *r);

/*
 * The kernel's own answer to brk(ADDRESS): the break that then holds.
 * BREAK_UNKNOWN: the call itself failed, by a filter for example; see errno.
 */
#define BREAK_UNKNOWN UINT64_MAX
uint64_t act_break(uint64_t address);

/* What brk and sbrk do: move the break to WANTED, and tell what it became. */
void act_move_break(const struct call *c, struct returned *r, uint64_t before,
	uint64_t wanted);

/*
 * The places that touch visits: one in each page that its range reaches, or
 * with a stride one every so many bytes.
 */
struct places {
	uint64_t addr; /* the first */
	uint64_t head; /* how far that lies behind the start of its page */
	uint64_t step, count;
};

struct places places_of(const struct call *c);
uint64_t place_at(const struct places *p, uint64_t n);

#endif
