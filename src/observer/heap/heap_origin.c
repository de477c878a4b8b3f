/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the blocks came from that a step was given. */
#include <stdlib.h>

#include "acts/heap.h"
#include "observer/internal.h"

/* What is found out of the blocks of one step. */
struct blocks {
	struct span *list; /* sorted */
	size_t count;
	size_t calls; /* that gave one; the same block may be given twice */
	size_t empty; /* of them: it has no usable bytes */
	size_t same;  /* realloc: they are where they were */
	size_t grown, mapped, reused, reserve;
	uint64_t mapped_usable;
	bool shared; /* a page of new mappings has two of them, or they touch */
};

static bool list_blocks(
	const struct observer *o, const struct record *record, struct blocks *b)
{
	bool moves = command_acts_on_blocks(record->call.command);
	const struct returned *r = &record->returned;
	struct made_block one = {
		.start = (uint64_t)r->value, .usable = r->found.heap.usable};
	const struct made_block *from = &one;
	size_t count = !r->error && r->value != 0;

	if (call_repeats(&record->call)) {
		from = record->blocks;
		count = record->block_count;
	}
	b->list = reallocarray(NULL, count + 1, sizeof(*b->list));
	for (size_t i = 0; b->list && i < count; i++) {
		/* A block of no bytes has an address all the same. */
		uint64_t size = from[i].usable ? from[i].usable : 1;

		if (from[i].start == 0)
			continue;
		b->empty += from[i].usable == 0;
		b->same += moves && from[i].start == heap_address(o, record, i);
		b->list[b->count++] = (struct span){
			from[i].start, from[i].start + size, record->number};
	}
	b->calls = b->count;
	return b->list != NULL;
}

/*
 * Mappings of their own begin at a page, and in each of them the allocator's
 * note of its size stands beside the block.
 */
static bool is_shared(const struct record *record, const struct span *last,
	const struct span *next)
{
	uint64_t page = record->call.page_size;

	return last && (next->start == last->end ||
			       next->start / page == (last->end - 1) / page);
}

/* Sorted blocks, and maps, which are sorted as well: one walk through both. */
static void classify(
	const struct observer *o, const struct record *record, struct blocks *b)
{
	struct maps maps = maps_in(record->before);
	struct mapping m = {0};
	bool more = maps_next(&maps, &m);
	const struct span *last = NULL;

	for (size_t i = 0; i < b->count; i++) {
		const struct span *s = &b->list[i];
		uint64_t break_before = record->before->program_break;

		while (more && m.end <= s->start)
			more = maps_next(&maps, &m);
		if (s->end > break_before &&
			s->end <= record->after->program_break) {
			b->grown++;
		} else if (!more || m.start > s->start) {
			b->mapped++;
			b->mapped_usable += s->end - s->start;
			b->shared |= is_shared(record, last, s);
			last = s;
		} else if (spans_in(&o->ledger.freed, s->start, s->end)) {
			b->reused++;
		} else {
			b->reserve++;
		}
	}
}

static enum heap_origin origin_of(
	const struct record *record, const struct blocks *b, int64_t mapped)
{
	uint64_t page = record->call.page_size;
	uint64_t slack =
		b->mapped * (2 * page + arg(&record->call, ROLE_ALIGNMENT));

	if (!b->count)
		return HEAP_ORIGIN_UNKNOWN;
	if (b->same)
		return b->same == b->calls ? HEAP_ORIGIN_SAME
					   : HEAP_ORIGIN_MIXED;
	if (b->grown == b->count)
		return HEAP_ORIGIN_GROWN;
	if (b->reused == b->count)
		return HEAP_ORIGIN_REUSED;
	if (b->reserve == b->count)
		return HEAP_ORIGIN_RESERVE;
	if (b->mapped < b->count)
		return HEAP_ORIGIN_MIXED;
	return mapped > 0 && !b->shared &&
			       (uint64_t)mapped <= b->mapped_usable + slack
		       ? HEAP_ORIGIN_OWN
		       : HEAP_ORIGIN_MAPPING;
}

static uint64_t usable_bytes(const struct blocks *b)
{
	uint64_t sum = 0;

	for (size_t i = 0; b->empty < b->calls && i < b->count; i++)
		sum += b->list[i].end - b->list[i].start;
	return sum;
}

/* Tell of the blocks that the step was given; sorts and parts them. */
static void note_blocks(
	const struct observer *o, struct record *record, struct blocks *b)
{
	struct heap_findings *heap = &record->returned.found.heap;
	uint64_t alignment = arg(&record->call, ROLE_ALIGNMENT);

	qsort(b->list, b->count, sizeof(*b->list), spans_compare);
	b->count = spans_part(b->list, b->count);
	classify(o, record, b);
	for (size_t i = 0; alignment && i < b->count; i++)
		heap->misaligned += b->list[i].start % alignment != 0;
	heap->blocks = b->count;
	heap->all_usable = usable_bytes(b);
	heap->reused = b->reused;
	heap->origin = origin_of(record, b, (int64_t)heap->mappings);
	if (command_has_trait(record->call.command, CALL_CLEARS))
		heap->zero =
			heap_is_zero(o->subject.pid, record, b->list, b->count);
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
