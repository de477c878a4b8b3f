/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The effect of a whole chain on its first process: from before its first step
 * to the end.
 */
#ifndef MEMTOOL_EFFECT_TOTAL_H
#define MEMTOOL_EFFECT_TOTAL_H

#include "effect/effect.h"

struct total {
	bool begun;            /* .first is set */
	bool unknown;          /* a step of the process was not observed */
	struct snapshot first; /* a copy; its texts are owned */
	const struct performer *performer;
	int64_t minor, major; /* the sums of faults; -1: not measured */
	/*
	 * Whether it says more than the steps: several of them, as typed,
	 * changed something, and one figure at least changed more than once.
	 */
	unsigned changing;
	uint32_t changed; /* bits of the kinds that did, and of page faults */
	bool again;
};

/* After each step, while the record is valid.  False: out of memory. */
bool total_note(struct total *total, const struct record *record,
	const struct effect *effect);

/*
 * The effect of the chain so far; not observed if it is unknown, or if no step
 * was performed.  The caller frees it before the total and the snapshots of the
 * observer.  False: out of memory.
 */
bool total_effect(const struct total *total, struct effect *effect);

/* Whether it says more than the steps did one by one. */
bool total_says_more(const struct total *total);

void total_free(struct total *total);

#endif
