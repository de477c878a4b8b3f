/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/trace_model.h"

#include <stdlib.h>

#include "words/array.h"

/* Sums up to this cannot overflow. */
#define ASKED_MOST ((uint64_t)1 << 62)

enum { BLOCKS_MOST = 1 << 30 };

static bool add_event(struct trace *trace, enum trace_op op, uint32_t block)
{
	uint32_t *events = array_reserve(trace->events, &trace->events_room,
		trace->count + 1, sizeof(*events));

	if (!events)
		return false;
	trace->events = events;
	events[trace->count++] = block << 2 | (uint32_t)op;
	trace->of[op]++;
	return true;
}

static bool add_size(struct trace *trace, uint64_t size)
{
	uint64_t *sizes = array_reserve(trace->sizes, &trace->sizes_room,
		trace->sizes_count + 1, sizeof(*sizes));

	if (!sizes)
		return false;
	trace->sizes = sizes;
	sizes[trace->sizes_count++] = size;
	return true;
}

static void note_asked(struct trace *trace)
{
	if (trace->asked > trace->asked_peak)
		trace->asked_peak = trace->asked;
	if (trace->live > trace->live_peak)
		trace->live_peak = trace->live;
}

static bool new_block(struct trace *trace, uint32_t *block)
{
	uint64_t *blocks;

	if (trace->unused) {
		*block = trace->unused - 1;
		trace->unused = (uint32_t)trace->blocks[*block];
		return true;
	}
	if (trace->blocks_count == BLOCKS_MOST)
		return false;
	blocks = array_reserve(trace->blocks, &trace->blocks_room,
		trace->blocks_count + 1, sizeof(*blocks));
	if (!blocks)
		return false;
	trace->blocks = blocks;
	*block = trace->blocks_count++;
	return true;
}

enum trace_result trace_allocate(
	struct trace *trace, uint64_t size, uint32_t *block)
{
	if (size > ASKED_MOST - trace->asked)
		return TRACE_TOO_LARGE;
	if (!new_block(trace, block) || !add_size(trace, size) ||
		!add_event(trace, TRACE_ALLOCATE, *block))
		return TRACE_NO_MEMORY;
	trace->blocks[*block] = size;
	trace->asked += size;
	trace->live++;
	note_asked(trace);
	return TRACE_TAKEN;
}

enum trace_result trace_free_block(struct trace *trace, uint32_t block)
{
	if (!add_event(trace, TRACE_FREE, block))
		return TRACE_NO_MEMORY;
	trace->asked -= trace->blocks[block];
	trace->live--;
	trace->blocks[block] = trace->unused;
	trace->unused = block + 1;
	return TRACE_TAKEN;
}

enum trace_result trace_resize(
	struct trace *trace, uint32_t block, uint64_t size)
{
	uint64_t rest = trace->asked - trace->blocks[block];

	if (size > ASKED_MOST - rest)
		return TRACE_TOO_LARGE;
	if (!add_size(trace, size) || !add_event(trace, TRACE_RESIZE, block))
		return TRACE_NO_MEMORY;
	trace->asked = rest + size;
	trace->blocks[block] = size;
	note_asked(trace);
	return TRACE_TAKEN;
}

void trace_free(struct trace *trace)
{
	free(trace->events);
	free(trace->sizes);
	free(trace->blocks);
	*trace = (struct trace){0};
}
