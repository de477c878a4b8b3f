/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The allocator's arenas, as malloc_info(3) lists them. */
#ifndef MEMTOOL_ACTS_ARENAS_H
#define MEMTOOL_ACTS_ARENAS_H

#include "command/command.h"

struct arena {
	uint64_t number; /* from 0, which is the one at the program break */
	uint64_t size;   /* got from the kernel; the most it ever was */
	uint64_t most;
	uint64_t free;      /* bytes of it that are free */
	uint64_t trimmable; /* free at its end, which malloc_trim gives back */
};

/* What has a mapping of its own, outside of all arenas. */
struct mapped_blocks {
	bool known;
	uint64_t count, bytes;
};

/*
 * Read the next arena from *TEXT, and move *TEXT past it.  False: there are no
 * more; then MAPPED is filled in from the rest.
 */
bool arenas_next(
	const char **text, struct arena *arena, struct mapped_blocks *mapped);

/* The .print of malloc_info. */
void arenas_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

#endif
