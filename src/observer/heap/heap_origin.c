/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a step's blocks came from. */
#include <stdlib.h>

#include "acts/heap.h"
#include "observer/internal.h"

/* What is known about the blocks of one step. */
struct blocks {
	struct span *list; /* sorted */
	size_t count;
	size_t calls; /* that returned one; a block may be returned twice */
	size_t empty; /* of them: without usable bytes */
	size_t same;  /* realloc: not moved */
	size_t grown, mapped, reused, reserve;
	uint64_t mapped_usable;
	bool shared; /* two of them share a page of new mappings, or touch */
};

static bool list_blocks(const struct observer *o, const struct record *record,
	struct blocks *blocks)
{
	bool moves = command_acts_on_blocks(record->call.command);
	const struct returned *returned = &record->returned;
	struct made_block one = {.start = (uint64_t)returned->value,
		.usable = returned->found.heap.usable};
	const struct made_block *from = &one;
	size_t count = !returned->error && returned->value != 0;

	if (call_repeats(&record->call)) {
		from = record->blocks;
		count = record->block_count;
	}
	blocks->list = reallocarray(NULL, count + 1, sizeof(*blocks->list));
	for (size_t i = 0; blocks->list && i < count; i++) {
		/* An empty block also has an address. */
		uint64_t size = from[i].usable ? from[i].usable : 1;

		if (from[i].start == 0)
			continue;
		blocks->empty += from[i].usable == 0;
		blocks->same +=
			moves && from[i].start == heap_address(o, record, i);
		blocks->list[blocks->count++] = (struct span){
			from[i].start, from[i].start + size, record->number};
	}
	blocks->calls = blocks->count;
	return blocks->list != NULL;
}

/*
 * A block with its own mapping begins in its own page, and the mapping also has
 * the allocator's header.
 */
static bool is_shared(const struct record *record, const struct span *last,
	const struct span *next)
{
	uint64_t page = record->call.page_size;

	return last && (next->start == last->end ||
			       next->start / page == (last->end - 1) / page);
}

/* Blocks and maps are both sorted: walk through both once. */
static void classify(const struct observer *o, const struct record *record,
	struct blocks *blocks)
{
	struct maps maps = maps_in(record->before);
	struct mapping m = {0};
	bool more = maps_next(&maps, &m);
	const struct span *last = NULL;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct span *span = &blocks->list[i];
		uint64_t break_before = record->before->program_break;

		while (more && m.end <= span->start)
			more = maps_next(&maps, &m);
		if (span->end > break_before &&
			span->end <= record->after->program_break) {
			blocks->grown++;
		} else if (!more || m.start > span->start) {
			blocks->mapped++;
			blocks->mapped_usable += span->end - span->start;
			blocks->shared |= is_shared(record, last, span);
			last = span;
		} else if (spans_in(&o->now->ledger.freed, span->start,
				   span->end)) {
			blocks->reused++;
		} else {
			blocks->reserve++;
		}
	}
}

/*
 * The size of the new memory that holds blocks.  The allocator may have mapped
 * other memory too, such as an arena for a thread.
 */
static uint64_t new_memory(
	const struct record *record, const struct blocks *blocks)
{
	struct maps before = maps_in(record->before);
	struct maps after = maps_in(record->after);
	struct mapping old = {0}, now = {0};
	bool more = maps_next(&before, &old), left = maps_next(&after, &now);
	uint64_t sum = 0, from = 0, counted = 0;

	for (size_t i = 0; i < blocks->count; i++) {
		uint64_t at = blocks->list[i].start, start;

		for (; more && old.end <= at; more = maps_next(&before, &old))
			from = old.end;
		while (left && now.end <= at)
			left = maps_next(&after, &now);
		if (at < counted || !left || now.start > at ||
			(more && old.start <= at))
			continue;
		start = now.start > from ? now.start : from;
		counted = more && old.start < now.end ? old.start : now.end;
		sum += counted - start;
	}
	return sum;
}

static enum heap_origin origin_of(
	const struct record *record, const struct blocks *blocks)
{
	uint64_t page = record->call.page_size, held;
	uint64_t slack = blocks->mapped *
			 (2 * page + arg(&record->call, ROLE_ALIGNMENT));

	if (!blocks->count)
		return HEAP_ORIGIN_UNKNOWN;
	if (blocks->same)
		return blocks->same == blocks->calls ? HEAP_ORIGIN_SAME
						     : HEAP_ORIGIN_MIXED;
	if (blocks->grown == blocks->count)
		return HEAP_ORIGIN_GROWN;
	if (blocks->reused == blocks->count)
		return HEAP_ORIGIN_REUSED;
	if (blocks->reserve == blocks->count)
		return HEAP_ORIGIN_RESERVE;
	if (blocks->mapped < blocks->count)
		return HEAP_ORIGIN_MIXED;
	held = new_memory(record, blocks);
	return held && !blocks->shared && held <= blocks->mapped_usable + slack
		       ? HEAP_ORIGIN_OWN
		       : HEAP_ORIGIN_MAPPING;
}

static uint64_t usable_bytes(const struct blocks *blocks)
{
	uint64_t sum = 0;

	for (size_t i = 0; blocks->empty < blocks->calls && i < blocks->count;
		i++)
		sum += blocks->list[i].end - blocks->list[i].start;
	return sum;
}

/* Report the step's blocks; sorts them and removes overlaps. */
static void note_blocks(
	const struct observer *o, struct record *record, struct blocks *blocks)
{
	struct heap_findings *heap = &record->returned.found.heap;
	uint64_t alignment = arg(&record->call, ROLE_ALIGNMENT);

	qsort(blocks->list, blocks->count, sizeof(*blocks->list),
		spans_compare);
	blocks->count = spans_part(blocks->list, blocks->count);
	classify(o, record, blocks);
	for (size_t i = 0; alignment && i < blocks->count; i++)
		heap->misaligned += blocks->list[i].start % alignment != 0;
	heap->blocks = blocks->count;
	heap->all_usable = usable_bytes(blocks);
	heap->reused = blocks->reused;
	heap->origin = origin_of(record, blocks);
	if (command_has_trait(record->call.command, CALL_CLEARS))
		heap->zero = heap_is_zero(
			o->now->pid, record, blocks->list, blocks->count);
}

void heap_note_blocks(
	const struct observer *o, struct record *record, struct spans *given)
{
	struct blocks blocks = {0};

	if (!list_blocks(o, record, &blocks))
		return;
	note_blocks(o, record, &blocks);
	*given = (struct spans){blocks.list, blocks.count};
}
