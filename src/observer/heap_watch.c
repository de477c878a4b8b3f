/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The heap from outside: what an address is to the allocator before a step
 * uses it, and where the blocks came from that a step was given.
 */
#include <stdlib.h>
#include <string.h>

#include "commands/heap.h"
#include "observer/inside.h"
#include "proc/maps_text.h"

static struct maps maps_in(const struct snapshot *snapshot)
{
	const struct part *text = &snapshot->part[PART_MAPS];

	return maps_of(text->text, text->length);
}

static bool is_heap(const struct mapping *m)
{
	return m->path_length == 6 && memcmp(m->path, "[heap]", 6) == 0;
}

/* Whether all that it frees are blocks, each of them once. */
static bool frees_well(const struct observer *o, const struct record *record)
{
	uint64_t count = record->call.blocks ? record->call.blocks : 1;

	if (record->call.times > count)
		return false;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t address = heap_address(o, record, i);
		const struct span *span = spans_at(&o->ledger.live, address);

		if (address && (!span || span->start != address))
			return false;
	}
	return true;
}

bool heap_is_reached(const struct observer *o, const struct record *record)
{
	uint64_t start = record->call.addr;
	uint64_t end = start + record->call.length;
	struct maps maps = maps_in(&o->snapshots[o->newest]);
	struct mapping m;

	if (record->call.blocks)
		return true;
	while (maps_next(&maps, &m))
		if (is_heap(&m) && m.start < end && start < m.end)
			return true;
	return spans_in(&o->ledger.live, start, end) ||
	       spans_in(&o->ledger.freed, start, end);
}

/* Whether it may leave the allocator's own records other than they were. */
static bool spoils(const struct observer *o, const struct record *record)
{
	const struct command *command = record->step->command;
	const struct span *span;

	if (command->heap && command_acts_on_blocks(command))
		return !frees_well(o, record);
	if (!call_harms(&record->call) || !heap_is_reached(o, record))
		return false;
	span = spans_at(&o->ledger.live, record->call.addr);
	return !command_writes_bytes(command) || !span || record->call.blocks ||
	       record->call.length > span->end - record->call.addr;
}

void heap_before(
	struct observer *o, const struct plan *plan, struct record *record)
{
	const struct command *command = record->step->command;

	memcpy(record->heap_harm, o->heap_harm, sizeof(o->heap_harm));
	if (command->heap)
		note_output(o);
	if (o->ledger.live.count + o->ledger.freed.count &&
		command_acts_on_blocks(command))
		heap_find_use(o, plan, record);
	if (!o->heap_spoilt && (o->ledger.live.count || o->ledger.freed.count))
		o->heap_spoilt = spoils(o, record);
	/* A walk through lists that may be broken might not come to an end. */
	record->call.ask_heap =
		command->heap && !o->heap_spoilt && heap_has_info();
}

/* The bytes of all mappings but the heap's. */
static uint64_t bytes_beside_heap(const struct snapshot *snapshot)
{
	struct maps maps = maps_in(snapshot);
	struct mapping m;
	uint64_t sum = 0;

	while (maps_next(&maps, &m))
		sum += is_heap(&m) ? 0 : m.end - m.start;
	return sum;
}

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
	bool moves = command_acts_on_blocks(record->step->command);
	const struct returned *r = &record->returned;
	struct made_block one = {(uint64_t)r->value, r->detail[HEAP_USABLE]};
	const struct made_block *from = &one;
	size_t count = !r->error && r->value != 0;

	if (call_repeats(&record->call)) {
		from = record->blocks;
		count = record->block_count;
	}
	b->list = reallocarray(NULL, count + 1, sizeof(*b->list));
	for (size_t i = 0; b->list && i < count; i++) {
		/* A block of no bytes has an address all the same. */
		uint64_t size = from[i].detail ? from[i].detail : 1;

		if (from[i].start == 0)
			continue;
		b->empty += from[i].detail == 0;
		b->same += moves && from[i].start == heap_address(o, record, i);
		b->list[b->count++] = (struct span){from[i].start,
			from[i].start + size, record->step->number};
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
	uint64_t slack = b->mapped * (2 * page + record->call.alignment);

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

	uint64_t *detail = record->returned.detail;
	uint64_t alignment = record->call.alignment;

	qsort(b->list, b->count, sizeof(*b->list), spans_compare);
	b->count = spans_part(b->list, b->count);
	classify(o, record, b);
	for (size_t i = 0; alignment && i < b->count; i++)
		detail[HEAP_MISALIGNED] += b->list[i].start % alignment != 0;
	detail[HEAP_BLOCKS] = b->count;
	detail[HEAP_ALL_USABLE] = usable_bytes(b);
	detail[HEAP_REUSED] = b->reused;
	detail[HEAP_ORIGIN] =
		origin_of(record, b, (int64_t)detail[HEAP_MAPPINGS]);
	if (record->step->command == &command_calloc)
		detail[HEAP_ZERO] =
			heap_is_zero(o->pid, record, b->list, b->count);
}

/* What free, and realloc where it succeeded, gave back. */
static void note_freed(struct observer *o, const struct record *record)
{
	size_t count = (size_t)record->returned.calls;
	uint64_t *starts = reallocarray(NULL, count + 1, sizeof(*starts));

	if (!starts) {
		ledger_free(&o->ledger);
		return;
	}
	for (size_t i = 0; i < count; i++)
		starts[i] = heap_address(o, record, i);
	if (!ledger_take(&o->ledger, starts, count, record->step->number))
		ledger_free(&o->ledger);
	free(starts);
}

void heap_after(struct observer *o, struct record *record)
{
	const struct command *command = record->step->command;
	uint64_t *detail = record->returned.detail;
	struct blocks given = {0};

	if (!record->before || !record->after || !record->has_returned)
		return;
	heap_note_harm(o, record);
	if (record->after->program_break < record->before->program_break &&
		!command->heap)
		o->heap_spoilt |= o->ledger.live.count || o->ledger.freed.count;
	if (!command->heap)
		return;
	detail[HEAP_SEEN] = 1;
	detail[HEAP_GROWN] =
		record->after->program_break - record->before->program_break;
	detail[HEAP_MAPPINGS] = bytes_beside_heap(record->after) -
				bytes_beside_heap(record->before);
	if (command->makes == MAKES_REGION && list_blocks(o, record, &given))
		note_blocks(o, record, &given);
	if (command_acts_on_blocks(command))
		note_freed(o, record);
	if (command == &command_free)
		heap_look_at_kept(o, record);
	/* Without it, what is freed and reused is no longer known. */
	if (given.list && !ledger_give(&o->ledger, given.list, given.count))
		ledger_free(&o->ledger);
	free(given.list);
}
