/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A call with evaluated arguments, and its results.  Both contain only plain
 * numbers: the observer sends the one, the subject returns the other.
 */
#ifndef MEMTOOL_COMMAND_CALL_H
#define MEMTOOL_COMMAND_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

#include "command/findings.h"

struct command;

enum { ARGS_MAX = 20 };
enum { CALL_TEXT_MAX = 4096 }; /* PATH_MAX; also enough for poke */

struct call {
	const struct command
		*command; /* valid in both processes: they share one image */
	uint32_t index;   /* the step's index in the plan */
	uint32_t last;    /* the last call: the subject ends after it */
	uint32_t given;   /* bit N: the N-th parameter was typed */
	uint32_t parts;   /* the parts of the snapshot after it */
	uint32_t probe;   /* a query by the observer, not a step */
	uint32_t look;    /* no call: only the snapshot after it */
	/*
	 * It is made .times in total; with .blocks, at each address of a list
	 * of that many in turn, and then from its start again.
	 */
	uint32_t times, blocks;
	uint32_t shown;  /* the system call that .shape shows, from 1; 0: the
			    last */
	uint32_t thread; /* that makes it; 0: the first of its process */
	uint32_t new_thread; /* the number of the first thread that it makes */
	uint32_t traced;     /* mark its begin and end: see act_mark() */
	uint64_t page_size;
	/* The values of its parameters, in their order; see arg(). */
	uint64_t args[ARGS_MAX];
	/* For touch: where it may store without a load; see write_back.h. */
	uint64_t store_range, store_range_end;
	uint64_t with_heap;   /* the chain calls the allocator */
	uint64_t ask_heap;    /* the allocator's figures may be read */
	uint64_t heap_spoilt; /* the allocator's records may be corrupt */
	uint32_t text_length;
	char text[CALL_TEXT_MAX]; /* path or bytes; only the used part is sent
				   */
};

enum {
	TIMES_MAX = 1000000, /* the maximum number of calls per step */
};

/* What one of a step's calls made. */
struct made_block {
	uint64_t start; /* 0: nothing */
	uint64_t size;
	uint64_t usable; /* of an allocator's block, in bytes */
};

/* Whether its step makes it several times. */
static inline bool call_repeats(const struct call *call)
{
	return call->times > 1 || call->blocks;
}

struct returned {
	int64_t value;  /* as returned by the kernel or the library */
	int32_t error;  /* errno; 0: it succeeded */
	bool ended;     /* act_end() was reached */
	bool refused;   /* it failed without an errno */
	bool raw_clock; /* the vdso is unmapped: read the clock by system call
			 */
	bool traced;    /* as in the call; the duration is not valid */
	int64_t duration_ns; /* around only the call; -1: not measured */
	int64_t minor,
		major; /* page faults during the call; -1: not measured */
	union findings found; /* the one that belongs to its command */
	/* For CALL_COUNTS: the total, and the part done at any time. */
	uint64_t total, done;
	/*
	 * The number of bytes written by instructions, from the call's .addr
	 * on.
	 */
	uint64_t written;
	/* For CALL_SIZES_FILE, around the step; -1: unknown, or no such file.
	 */
	int64_t file_before, file_after;
	/* For a call made several times: about those that returned. */
	uint64_t calls;
	int64_t least_ns, most_ns; /* -1: not measured */
	int64_t median_ns, p90_ns; /* to 1.6 %; -1: not measured */
	uint32_t scratch_used;     /* used bytes of act_scratch */
	bool counts_once;          /* all calls of the step: see repeat.c */
	bool counted, clocked;     /* the figures below are valid */
	struct rusage usage;
	struct timespec begun;
};

#endif
