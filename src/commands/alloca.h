/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What alloca's .detail holds: the subject leaves a part, the observer the
 * rest. */
#ifndef MEMTOOL_COMMANDS_ALLOCA_H
#define MEMTOOL_COMMANDS_ALLOCA_H

#include "commands/command.h"

/* The places of its arguments. */
enum { ALLOCA_SIZE, ALLOCA_COUNT };

enum alloca_detail {
	ALLOCA_FRAMES,  /* that were asked for */
	ALLOCA_REACHED, /* those that took their memory */
	/* The stack pointer in the frame that began, and in the deepest. */
	ALLOCA_POINTER_BEFORE,
	ALLOCA_POINTER_AFTER,
	ALLOCA_LIMIT, /* the soft RLIMIT_STACK; UINT64_MAX: unlimited */
	ALLOCA_HAS_LIMIT,
	/* [stack] in the maps before and after; where its end is 0 unknown. */
	ALLOCA_START_BEFORE,
	ALLOCA_END_BEFORE,
	ALLOCA_START_AFTER,
	ALLOCA_END_AFTER,
	ALLOCA_PART_END, /* of its lowest part, which would grow */
	ALLOCA_BELOW,    /* the end of the mapping below it; 0: there is none */
	ALLOCA_GAP,      /* what must be free between the two, bytes */
	ALLOCA_DETAILS,
};

extern const struct command command_alloca;

/* In the subject, when it is done: note the limit that holds. */
void alloca_note_limit(struct returned *r);

/* Its .tell. */
void alloca_tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes);

#endif
