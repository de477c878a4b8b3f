/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/replay.h"

#include <stdlib.h>

bool player_begin(struct player *player, const struct policy *policy,
	const struct replay_bounds *bounds, uint32_t blocks,
	struct replay *replay)
{
	*player = (struct player){.policy = policy, .replay = replay};
	*replay = (struct replay){0};
	player->blocks = calloc((size_t)blocks + 1, sizeof(*player->blocks));
	player->asked = calloc((size_t)blocks + 1, sizeof(*player->asked));
	if (player->blocks && player->asked &&
		heap_begin(&player->heap, policy->by_size, bounds->limit,
			bounds->grow))
		return true;
	player_free(player);
	return false;
}

void player_free(struct player *player)
{
	heap_free(&player->heap);
	free(player->blocks);
	free(player->asked);
	player->blocks = NULL;
	player->asked = NULL;
}

struct heap_state player_state(const struct player *player)
{
	struct heap_state now = player->now;

	now.heap = player->heap.end;
	if (player->policy->reuses) {
		now.free_blocks = tree_count(&player->heap.free);
		now.largest_free = tree_largest(&player->heap.free);
	}
	return now;
}

static uint64_t size_of(const struct player *player, uint32_t node)
{
	return player->heap.free.nodes[node].size;
}

/* Allocate a block for SIZE bytes; 0: no memory. */
static uint32_t allocate(struct player *player, uint64_t size)
{
	struct replay *replay = player->replay;
	uint64_t need = player->policy->need(size), examined = 0;
	uint32_t node = 0;

	if (need && need <= player->heap.limit) {
		node = player->policy->allocate(&player->heap, need, &examined);
		replay->searches++;
		replay->examined += examined;
		if (examined > replay->longest)
			replay->longest = examined;
	}
	if (!node) {
		replay->failures++;
		return 0;
	}
	player->now.used += size_of(player, node);
	player->now.asked += size;
	player->now.blocks++;
	return node;
}

static void release(struct player *player, uint32_t node, uint64_t asked)
{
	player->now.used -= size_of(player, node);
	player->now.asked -= asked;
	player->now.blocks--;
	player->policy->release(&player->heap, node);
}

/*
 * Resize in place, if there is room; else allocate a new block and free the
 * old.
 */
static void resize(struct player *player, uint32_t block, uint64_t size)
{
	uint32_t node = player->blocks[block], other, rest;
	uint64_t before = size_of(player, node), asked = player->asked[block];
	uint64_t need = player->policy->need(size);

	if (need && player->policy->resize(&player->heap, node, need, &rest)) {
		if (rest)
			player->policy->release(&player->heap, rest);
		player->now.used += size_of(player, node) - before;
		player->now.asked += size - asked;
		player->asked[block] = size;
		return;
	}
	other = allocate(player, size);
	if (!other)
		return; /* as in realloc(3), the old block stays */
	release(player, node, asked);
	player->blocks[block] = other;
	player->asked[block] = size;
	player->replay->moves++;
}

static void perform(
	struct player *player, enum trace_op op, uint32_t block, uint64_t size)
{
	if (op == TRACE_FREE) {
		if (player->blocks[block])
			release(player, player->blocks[block],
				player->asked[block]);
		player->blocks[block] = 0;
	} else if (op == TRACE_RESIZE && player->blocks[block]) {
		resize(player, block, size);
	} else {
		player->blocks[block] = allocate(player, size);
		player->asked[block] = size;
	}
}

void player_event(struct player *player, uint32_t event, uint64_t size)
{
	perform(player, trace_op(event), trace_block(event), size);
	player->now.event++;
	if (player->now.asked > player->replay->peak.asked)
		player->replay->peak = player_state(player);
}

static bool replay_all(struct player *player, const struct trace *trace)
{
	struct replay *replay = player->replay;
	const uint64_t *size = trace->sizes;
	size_t wanted = trace->count < SAMPLES_MAX ? trace->count : SAMPLES_MAX;
	size_t next = 0, i = 0;

	for (size_t k = 1; k <= wanted; k++) {
		next = (size_t)((uint64_t)trace->count * k / wanted);
		for (; i < next; i++) {
			uint32_t event = trace->events[i];
			bool sized = trace_op(event) != TRACE_FREE;

			player_event(player, event, sized ? *size : 0);
			size += sized;
		}
		replay->samples[replay->samples_count++] = player_state(player);
		if (player->heap.no_memory || trace_is_stopped(trace))
			return false;
	}
	replay->end = player_state(player);
	replay->growths = player->heap.growths;
	return true;
}

bool replay_trace(const struct trace *trace, const struct policy *policy,
	const struct replay_bounds *bounds, struct replay *replay)
{
	struct player player;
	bool good;

	if (!player_begin(&player, policy, bounds, trace->blocks_count, replay))
		return false;
	good = replay_all(&player, trace);
	player_free(&player);
	return good;
}
