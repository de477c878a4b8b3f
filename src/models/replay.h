/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Replay a trace on a simulated heap with one strategy, and measure the cost.
 */
#ifndef MEMTOOL_MODELS_REPLAY_H
#define MEMTOOL_MODELS_REPLAY_H

#include "models/policy.h"
#include "models/trace_model.h"

enum { SAMPLES_MAX = 60 };

/*
 * The heap at one moment.  used - asked is lost inside blocks, and heap - used
 * between them.
 */
struct heap_state {
	uint64_t event;       /* number of replayed events */
	uint64_t heap;        /* bytes up to the break */
	uint64_t used;        /* bytes in used blocks, with headers */
	uint64_t asked;       /* bytes requested */
	uint64_t blocks;      /* used blocks */
	uint64_t free_blocks; /* 0 if nothing is reused */
	uint64_t largest_free;
};

struct replay {
	struct heap_state end,
		peak; /* peak: when the requested bytes were at their maximum */
	uint64_t growths;  /* moves of the break: system calls */
	uint64_t failures; /* failed allocations and resizes */
	uint64_t moves;    /* resizes that moved the block */
	uint64_t searches; /* searches for a free block */
	uint64_t examined; /* free blocks, or lists, visited in all searches */
	uint64_t longest;  /* the most in one search */
	struct heap_state samples[SAMPLES_MAX];
	size_t samples_count;
};

struct replay_bounds {
	uint64_t limit; /* maximum heap */
	uint64_t grow;  /* the heap grows by multiples of this */
};

/* Replay a trace into *REPLAY.  False: out of memory, or stopped. */
bool replay_trace(const struct trace *trace, const struct policy *policy,
	const struct replay_bounds *bounds, struct replay *replay);

/* Replay one event at a time. */
struct player {
	const struct policy *policy;
	struct heap heap;
	struct replay *replay;
	struct heap_state now; /* except for the free blocks */
	uint32_t *blocks;      /* heap block of each trace block; 0: failed */
	uint64_t *asked;       /* size of each */
};

bool player_begin(struct player *player, const struct policy *policy,
	const struct replay_bounds *bounds, uint32_t blocks,
	struct replay *replay);
/* SIZE is used only if the event has one. */
void player_event(struct player *player, uint32_t event, uint64_t size);
/* The heap as it is now. */
struct heap_state player_state(const struct player *player);
void player_free(struct player *player);

#endif
