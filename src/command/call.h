/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A call with its arguments evaluated, and what came back from it.  Both are
 * plain numbers: the observer sends the one, the subject answers the other.
 */
#ifndef MEMTOOL_COMMANDS_CALL_H
#define MEMTOOL_COMMANDS_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

#include "command/findings.h"

struct command;

enum { ARGS_MAX = 20 };
enum { CALL_TEXT_MAX = 4096 }; /* PATH_MAX, and more than enough to poke */

struct call {
	const struct command *command; /* valid in both: they share one image */
	uint32_t index;                /* of the step in the plan */
	uint32_t last; /* no other follows: when it is done, the subject ends */
	uint32_t given; /* bit N: the N-th parameter was typed */
	uint32_t parts; /* what the snapshot after it consists of */
	uint32_t probe; /* a question of the observer's, and no step */
	/*
	 * It is made .times in all; with .blocks each time at the next address
	 * of a list of so many, and then from its start again.
	 */
	uint32_t times, blocks;
	uint32_t traced; /* mark where it begins and ends: see act_mark() */
	uint64_t page_size;
	/* The numbers of its parameters, in their order; see arg(). */
	uint64_t args[ARGS_MAX];
	/* Of touch: where it may store without a load; see write_back.h. */
	uint64_t blind, blind_end;
	uint64_t with_heap;   /* the chain calls the allocator */
	uint64_t ask_heap;    /* the allocator is fit to be asked of itself */
	uint64_t heap_spoilt; /* its records may be broken */
	uint32_t text_length;
	char text[CALL_TEXT_MAX]; /* path or bytes; only what is used is sent */
};

enum {
	TIMES_MAX = 1000000, /* how often a step makes its call, at most */
};

/* What one of the calls of a step has made. */
struct made_block {
	uint64_t start; /* 0: nothing */
	uint64_t size;
	uint64_t usable; /* of a block of the allocator, bytes */
};

/* Whether the step that it is of makes it several times. */
static inline bool call_repeats(const struct call *call)
{
	return call->times > 1 || call->blocks;
}

struct returned {
	int64_t value;       /* as the kernel or the library returned it */
	int32_t error;       /* errno; 0: it succeeded */
	bool ended;          /* act_end() was reached */
	bool refused;        /* it says no, and gives no errno */
	bool raw_clock;      /* the vdso is gone: ask the kernel for the time */
	bool traced;         /* as the call says; the duration is no figure */
	int64_t duration_ns; /* around the call alone; -1: not measured */
	int64_t minor,
		major; /* page faults during the call; -1: not measured */
	union findings found; /* its command knows which it is */
	/* Of CALL_COUNTS: how much was to be done, and is, at any time. */
	uint64_t total, done;
	/* How many bytes instructions have written, from the call's .addr on.
	 */
	uint64_t written;
	/* Of a call that is made several times: what those that returned were.
	 */
	uint64_t calls;
	int64_t least_ns, most_ns; /* -1: not measured */
	uint32_t scratch_used;     /* bytes of act_scratch that belong to it */
	bool counted, clocked;     /* the figures below could be asked for */
	struct rusage usage;
	struct timespec begun;
};

#endif
