/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The heap from outside: whether the allocator may be asked for its figures
 * before a step, and what the step did.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acts/heap.h"
#include "calls/calls.h"
#include "observer/internal.h"
#include "proc/mapping_kind.h"

static bool is_heap(const struct mapping *m)
{
	return mapping_kind(m) == KIND_HEAP;
}

/* Whether it frees only live blocks, each of them once. */
static bool frees_well(const struct observer *o, const struct record *record)
{
	uint64_t count = record->call.blocks ? record->call.blocks : 1;

	if (record->call.times > count)
		return false;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t address = heap_address(o, record, i);
		const struct span *span =
			spans_at(&o->now->ledger.live, address);

		if (address && (!span || span->start != address))
			return false;
	}
	return true;
}

bool heap_is_reached(const struct observer *o, const struct record *record)
{
	uint64_t start = arg(&record->call, ROLE_ADDR);
	uint64_t end = start + arg(&record->call, ROLE_LENGTH);
	struct maps maps = maps_now(o);
	struct mapping m;

	if (record->call.blocks)
		return true;
	while (maps_next(&maps, &m))
		if (is_heap(&m) && m.start < end && start < m.end)
			return true;
	return spans_in(&o->now->ledger.live, start, end) ||
	       spans_in(&o->now->ledger.freed, start, end);
}

/* Whether it may damage the allocator's records. */
static bool spoils(const struct observer *o, const struct record *record)
{
	const struct command *command = record->call.command;
	const struct span *span;

	if (command_has_trait(command, CALL_USES_HEAP) &&
		command_acts_on_blocks(command))
		return !frees_well(o, record);
	if (!call_harms(&record->call) || !heap_is_reached(o, record))
		return false;
	span = spans_at(&o->now->ledger.live, arg(&record->call, ROLE_ADDR));
	return command_kind(command)->harms != HARMS_BY_WRITING || !span ||
	       record->call.blocks ||
	       arg(&record->call, ROLE_LENGTH) >
		       span->end - arg(&record->call, ROLE_ADDR);
}

/*
 * Whether the heap will exist after the step. free(NULL) does not create it,
 * but asking for figures would: a later malloc would not be the first.
 */
static bool has_begun(const struct observer *o, const struct command *command)
{
	return command_kind(command)->makes ||
	       !command_acts_on_blocks(command) || o->now->ledger.live.count ||
	       o->now->ledger.freed.count;
}

/* An unaligned address is refused before anything is done. */
static bool was_refused(const struct observer *o, const struct record *record)
{
	const struct returned *returned = &record->returned;

	return !command_has_trait(record->call.command, CALL_USES_HEAP) &&
	       returned->error == EINVAL && returned->calls == 0 &&
	       heap_address(o, record, 0) % record->call.page_size != 0;
}

/* malloc_info does nothing else than walk through the allocator's lists. */
bool heap_can_be_walked(const struct observer *o, const struct step *step,
	struct reason *reason)
{
	int spoilt = o->now->heap_spoilt;

	return step->command != &command_malloc_info || !spoilt ||
	       reason_set(reason, 0,
		       "step %d may have damaged the allocator's records, and "
		       "then it might never end",
		       spoilt);
}

void heap_before(struct observer *o, struct record *record)
{
	const struct command *command = record->call.command;

	memcpy(record->heap_harm, o->now->heap_harm, sizeof(o->now->heap_harm));
	if (command_has_trait(command, CALL_USES_HEAP))
		note_output(o);
	if (o->now->ledger.live.count + o->now->ledger.freed.count &&
		command_acts_on_blocks(command))
		heap_find_use(o, record);
	o->now->heap_in_doubt =
		!o->now->heap_spoilt &&
		(o->now->ledger.live.count || o->now->ledger.freed.count) &&
		spoils(o, record);
	if (o->now->heap_in_doubt)
		o->now->heap_spoilt = record->number;
	/* A walk through damaged lists might never end. */
	record->call.heap_spoilt = o->now->heap_spoilt != 0;
	record->heap_tuned = o->now->heap_tuned;
	record->call.ask_heap = command_has_trait(command, CALL_USES_HEAP) &&
				!o->now->heap_spoilt && heap_has_info() &&
				has_begun(o, command);
}

/* The bytes of all mappings except the heap. */
static uint64_t bytes_beside_heap(const struct snapshot *snapshot)
{
	struct maps maps = maps_in(snapshot);
	struct mapping m;
	uint64_t sum = 0;

	while (maps_next(&maps, &m))
		sum += is_heap(&m) ? 0 : m.end - m.start;
	return sum;
}

/* What free, or a successful realloc, freed. */
static void note_freed(struct observer *o, const struct record *record)
{
	size_t count = (size_t)record->returned.calls;
	uint64_t *starts = reallocarray(NULL, count + 1, sizeof(*starts));

	if (!starts) {
		ledger_free(&o->now->ledger);
		return;
	}
	for (size_t i = 0; i < count; i++)
		starts[i] = heap_address(o, record, i);
	if (!ledger_take(&o->now->ledger, starts, count, record->number))
		ledger_free(&o->now->ledger);
	free(starts);
}

/* If it may not be queried, its position is unknown. */
static bool break_is_known(const struct record *record)
{
	return record->before->program_break != BREAK_UNKNOWN &&
	       record->after->program_break != BREAK_UNKNOWN;
}

bool heap_lost_break(const struct record *record)
{
	return break_is_known(record) &&
	       record->after->program_break < record->before->program_break;
}

/* 32-bit figures may have wrapped if that much memory is mapped at all. */
static bool may_have_wrapped(const struct record *record)
{
	struct maps maps = maps_in(record->after);
	struct mapping m;
	uint64_t sum = 0;

	if (!heap_info_wraps())
		return false;
	while (maps_next(&maps, &m))
		sum += m.end - m.start;
	return sum > UINT32_MAX;
}

void heap_after(struct observer *o, struct record *record)
{
	const struct command *command = record->call.command;
	struct heap_findings *heap = &record->returned.found.heap;
	struct spans given = {0};

	if (!record->before || !record->after || !record->has_returned)
		return;
	if (o->now->heap_in_doubt && was_refused(o, record))
		o->now->heap_spoilt = 0;
	heap_note_harm(o, record);
	if (heap_lost_break(record) && !o->now->heap_spoilt &&
		!command_has_trait(command, CALL_USES_HEAP) &&
		(o->now->ledger.live.count || o->now->ledger.freed.count))
		o->now->heap_spoilt = record->number;
	if (!command_has_trait(command, CALL_USES_HEAP))
		return;
	heap->seen = break_is_known(record);
	if (may_have_wrapped(record))
		heap->has_info = 0;
	heap->grown =
		record->after->program_break - record->before->program_break;
	heap->mappings = bytes_beside_heap(record->after) -
			 bytes_beside_heap(record->before);
	if (command_kind(command)->makes == MADE_MEMORY)
		heap_note_blocks(o, record, &given);
	if (command_acts_on_blocks(command))
		note_freed(o, record);
	if (command_acts_on_blocks(command) && !command_kind(command)->makes)
		heap_find_retained(o, record);
	/* Without it, freed and reused blocks are no longer known. */
	if (given.list &&
		!ledger_give(&o->now->ledger, given.list, given.count))
		ledger_free(&o->now->ledger);
	free(given.list);
}
