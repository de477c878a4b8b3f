/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/random_trace.h"

#include <stdlib.h>

#include "models/log2.h"

uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* A number below BOUND, 1 to 2^32. */
static uint64_t random_below(uint64_t *state, uint64_t bound)
{
	/* The upper half, as a fraction of the bound (Lemire 2019). */
	return (splitmix64(state) >> 32) * bound >> 32;
}

static uint64_t between(uint64_t *state, uint64_t least, uint64_t most)
{
	return least + random_below(state, most - least + 1);
}

uint64_t random_size(uint64_t *state, const struct sizes *sizes)
{
	unsigned power;

	switch (sizes->kind) {
	case SIZES_UNIFORM:
		return between(state, sizes->least, sizes->most);
	case SIZES_POWERS:
		power = (unsigned)between(
			state, log2_of(sizes->least), log2_of(sizes->most));
		return (uint64_t)1 << power;
	case SIZES_BIMODAL:
		break;
	}
	/* Nine out of ten are small. */
	return random_below(state, 10) ? between(state, 16, 256)
				       : between(state, 4096, 65536);
}

/* The live blocks, newest last. */
struct live {
	uint32_t *blocks;
	uint64_t count, most;
};

/*
 * Choose one by index.  Most blocks die young: three times out of four, one of
 * the newest sixteenth.
 */
static uint64_t choose(uint64_t *state, const struct live *live)
{
	uint64_t newest = live->count / 16 + 1;

	if (random_below(state, 4))
		return live->count - 1 - random_below(state, newest);
	return random_below(state, live->count);
}

static enum trace_result add_event(struct trace *trace, uint64_t *state,
	struct live *live, uint64_t want, const struct sizes *sizes)
{
	/* Allocations in 16 events, tending to the target. */
	uint64_t allocations = live->count < want ? 9 : 6;
	uint64_t event = random_below(state, 16);
	enum trace_result result;
	uint64_t at;

	if (live->count == 0 ||
		(event < allocations && live->count < live->most)) {
		result = trace_allocate(trace, random_size(state, sizes),
			&live->blocks[live->count]);
		live->count += result == TRACE_TAKEN;
		return result;
	}
	at = choose(state, live);
	if (event == 15)
		return trace_resize(
			trace, live->blocks[at], random_size(state, sizes));
	result = trace_free_block(trace, live->blocks[at]);
	live->blocks[at] = live->blocks[--live->count];
	return result;
}

/*
 * The target of live blocks, in sixteenths of the maximum: a program has
 * phases.
 */
static const unsigned char phases[] = {6, 12, 4, 16, 8, 16, 3, 10};

enum { PHASES = sizeof(phases) };

/* About a hundredth of the events. */
static uint64_t most_live(uint64_t events)
{
	enum { LEAST = 16, MOST = 16384, EVENTS = 96 };
	uint64_t most = events / EVENTS;

	return most < LEAST ? LEAST : most > MOST ? MOST : most;
}

enum trace_result random_trace(struct trace *trace, uint64_t events,
	uint64_t seed, const struct sizes *sizes)
{
	enum { LOOK_EVERY = 1 << 16 };
	struct live live = {.most = most_live(events)};
	enum trace_result result = TRACE_TAKEN;
	uint64_t state = seed;

	live.blocks = calloc((size_t)live.most, sizeof(*live.blocks));
	if (!live.blocks)
		return TRACE_NO_MEMORY;
	for (uint64_t i = 0; i < events && result == TRACE_TAKEN; i++) {
		uint64_t phase = i / (events / PHASES + 1);

		result = add_event(trace, &state, &live,
			live.most * phases[phase] / 16, sizes);
		if (i % LOOK_EVERY == 0 && trace_is_stopped(trace))
			result = TRACE_STOPPED;
	}
	free(live.blocks);
	return result;
}
