/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace replayed over a simulated heap by one strategy, and what it cost. */
#ifndef MEMTOOL_MODELS_REPLAY_H
#define MEMTOOL_MODELS_REPLAY_H

#include "models/policy.h"
#include "models/trace_model.h"

enum { SAMPLES_MAX = 60 };

/* The heap at one moment.  used - asked is lost within blocks, and heap - used
 * between them. */
struct heap_state {
	uint64_t event;       /* how many were replayed */
	uint64_t heap;        /* bytes up to the break */
	uint64_t used;        /* of them in blocks in use, with their headers */
	uint64_t asked;       /* of them asked for */
	uint64_t blocks;      /* in use */
	uint64_t free_blocks; /* 0 where nothing is reused */
	uint64_t largest_free;
};

struct replay {
	struct heap_state end, peak; /* peak: when most was asked for */
	uint64_t growths;            /* of the break: system calls */
	uint64_t failures; /* allocations and resizes that found no memory */
	uint64_t moves;    /* resizes that had to move the block */
	uint64_t searches; /* for a free block */
	uint64_t examined; /* free blocks, or lists, looked at in all of them */
	uint64_t longest;  /* in one */
	struct heap_state samples[SAMPLES_MAX];
	size_t samples_count;
};

struct replay_bounds {
	uint64_t limit; /* of the heap */
	uint64_t grow;  /* it grows by multiples of this */
};

/*
 * Replay a trace, of which *REPLAY tells all.  False: out of memory, or
 * stopped.
 */
bool replay_trace(const struct trace *trace, const struct policy *policy,
	const struct replay_bounds *bounds, struct replay *replay);

/* One event at a time, for whoever wants to look in between. */
struct player {
	const struct policy *policy;
	struct heap heap;
	struct replay *replay;
	struct heap_state now; /* but for the free blocks */
	uint32_t *blocks;      /* of the trace: the heap's, 0 if it failed */
	uint64_t *asked;       /* of each of them */
};

bool player_begin(struct player *player, const struct policy *policy,
	const struct replay_bounds *bounds, uint32_t blocks,
	struct replay *replay);
/* SIZE is looked at where the event has one. */
void player_event(struct player *player, uint32_t event, uint64_t size);
/* The heap as it is now. */
struct heap_state player_state(const struct player *player);
void player_free(struct player *player);

#endif
