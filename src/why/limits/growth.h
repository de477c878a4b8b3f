/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much more of what a call would take. */
#ifndef MEMTOOL_WHY_GROWTH_H
#define MEMTOOL_WHY_GROWTH_H

#include "why/arguments/ranges.h"

/* What the call would add, in bytes; parts of it where it succeeds in part. */
struct growth {
	uint64_t space;  /* of address space: VmSize */
	uint64_t data;   /* private and writable: VmData */
	uint64_t commit; /* that the system must have promised */
	bool largest;    /* commit is the sum of several, .piece the largest */
	uint64_t piece;
	uint64_t rest; /* of a recursion that faulted: what it lacks beyond */
	bool locked;   /* MAP_LOCKED, or the mapping that grows is locked */
};
struct growth growth_of(const struct inquiry *q);

/*
 * What ASKED comes to where calls are left that ask for the same: a remedy that
 * is enough for one of them alone is none.
 */
uint64_t growth_in_all(const struct inquiry *q, uint64_t asked);

/* The mapping that would have grown down to ADDRESS; false: there is none. */
bool grows_to(const struct inquiry *q, uint64_t address, struct mapping *m);

/* What is locked and asked for, against RLIMIT_MEMLOCK. */
struct locking {
	uint64_t asked, locked, limit;
	bool all; /* by mlockall: asked is everything */
};

/* Whether it passes the limit, whoever asks. */
bool passes_memlock(const struct inquiry *q, struct locking *l);

/* Whether the limit is in the way: without CAP_IPC_LOCK. */
bool refused_by_memlock(const struct inquiry *q, struct locking *l);

#endif
