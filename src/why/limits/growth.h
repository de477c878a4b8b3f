/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory a call would add, by resource. */
#ifndef MEMTOOL_WHY_LIMITS_GROWTH_H
#define MEMTOOL_WHY_LIMITS_GROWTH_H

#include "why/arguments/ranges.h"

/* What the call would add, in bytes; a part if it succeeds in part. */
struct growth {
	uint64_t space;  /* address space: VmSize */
	uint64_t data;   /* private and writable: VmData */
	uint64_t commit; /* counted in Committed_AS */
	bool largest;    /* commit is a sum, .largest_part the largest term */
	uint64_t largest_part;
	uint64_t rest; /* what a recursion that faulted still needs beyond that
			*/
	bool locked;   /* MAP_LOCKED, or the mapping that grows is locked */
};
struct growth growth_of(const struct diagnosis *d);

/*
 * ASKED for this call and the remaining calls of a repeated step: a remedy must
 * be enough for all of them.
 */
uint64_t growth_in_all(const struct diagnosis *d, uint64_t asked);

/* The mapping that would have grown down to ADDRESS; false: none. */
bool grows_to(const struct diagnosis *d, uint64_t address, struct mapping *m);

/* Locked and requested memory, against RLIMIT_MEMLOCK. */
struct locking {
	uint64_t asked, locked, limit;
	bool all; /* by mlockall: asked is everything */
};

/* Whether it exceeds the limit, regardless of capabilities. */
bool passes_memlock(const struct diagnosis *d, struct locking *locking);

/* Whether the limit applies: it is exceeded without CAP_IPC_LOCK. */
bool refused_by_memlock(const struct diagnosis *d, struct locking *locking);

#endif
