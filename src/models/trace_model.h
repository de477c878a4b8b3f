/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace: allocations, resizes and frees in order, four bytes each, and eight
 * more for a size.  Blocks are numbered from 0; numbers of freed blocks are
 * reused, so there are only as many as blocks were ever live at once.
 */
#ifndef MEMTOOL_MODELS_TRACE_MODEL_H
#define MEMTOOL_MODELS_TRACE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum trace_op { TRACE_ALLOCATE, TRACE_FREE, TRACE_RESIZE };

struct trace {
	uint32_t *events; /* block << 2 | op */
	size_t count, events_room;
	uint64_t *sizes; /* of the events that have one, in order */
	size_t sizes_count, sizes_room;
	/* For each live block its size, else the next unused. */
	uint64_t *blocks;
	uint32_t blocks_count;
	size_t blocks_room;
	uint32_t unused; /* + 1; 0: none */
	/* The totals. */
	uint64_t of[3]; /* events of each op */
	uint64_t live, live_peak;
	uint64_t asked, asked_peak; /* bytes of live blocks */
	/* Polled while it is made or replayed; NULL: never stop. */
	bool (*stopped)(void);
};

enum trace_result {
	TRACE_TAKEN,
	TRACE_TOO_LARGE, /* the sum of live bytes would overflow */
	TRACE_NO_MEMORY,
	TRACE_STOPPED, /* by .stopped() */
};

/* Add an event; *BLOCK is the number of the new block. */
enum trace_result trace_allocate(
	struct trace *trace, uint64_t size, uint32_t *block);
enum trace_result trace_free_block(struct trace *trace, uint32_t block);
enum trace_result trace_resize(
	struct trace *trace, uint32_t block, uint64_t size);

void trace_free(struct trace *trace);

static inline bool trace_is_stopped(const struct trace *trace)
{
	return trace->stopped && trace->stopped();
}

static inline enum trace_op trace_op(uint32_t event)
{
	return (enum trace_op)(event & 3);
}

static inline uint32_t trace_block(uint32_t event)
{
	return event >> 2;
}

#endif
