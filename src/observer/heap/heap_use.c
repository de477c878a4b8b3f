/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the addresses of a step are to the allocator, and how a step damaged the
 * allocator's memory.
 */
#include "observer/internal.h"

/* The address that the step acts on; other calls have none to look at. */
static const struct expression *address_of(const struct step *step)
{
	int n = command_find_role(step->command, ROLE_ADDR);

	return &step->args[n < 0 ? 0 : n];
}

uint64_t heap_address(
	const struct observer *o, const struct record *record, uint64_t n)
{
	const struct step *step = record->step;
	const struct expression *e = address_of(step);
	const struct made *made;

	if (!step->each)
		return arg(&record->call, ROLE_ADDR);
	made = &o->made[e->step];
	n = n % record->call.blocks * step->every + step->every - 1;
	return made->blocks[n].start + (e->end ? made->size : 0) + e->number;
}

/* Whether all LENGTH bytes at ADDRESS are in the span. */
static bool is_within(
	const struct span *span, uint64_t address, uint64_t length)
{
	return address >= span->start && address <= span->end &&
	       length <= span->end - address;
}

/* The block that the address is relative to, else the one it is in. */
static struct heap_use use_of(
	const struct observer *o, const struct record *record, uint64_t n)
{
	const struct expression *e = address_of(record->step);
	struct heap_use use = {.address = heap_address(o, record, n)};
	uint64_t base = use.address, length = arg(&record->call, ROLE_LENGTH);
	const struct span *span;

	if (e->source == SOURCE_MADE)
		base -= (e->end ? o->made[e->step].size : 0) + e->number;
	span = spans_at(&o->now->ledger.live, base);
	use.kind = HEAP_USE_LIVE;
	if (!span) {
		span = spans_at(&o->now->ledger.freed, base);
		use.kind = HEAP_USE_FREED;
	}
	if (!span) {
		use.kind = HEAP_USE_NONE;
		return use;
	}
	use.block = *span;
	/* The size of a realloc is not the length that it accesses. */
	if (command_has_trait(record->call.command, CALL_USES_HEAP))
		length = 0;
	if (use.kind == HEAP_USE_LIVE && !is_within(span, use.address, length))
		use.kind = HEAP_USE_BEYOND;
	return use;
}

/* A name means the block of its step, whatever is there now. */
static bool is_stale(const struct record *record, const struct heap_use *use)
{
	const struct step *maker = record->on;

	if (address_of(record->step)->source != SOURCE_MADE ||
		use->kind == HEAP_USE_NONE)
		return false;
	return command_has_trait(maker->command, CALL_USES_HEAP) &&
	       maker->number != use->block.step && use->kind != HEAP_USE_FREED;
}

void heap_find_use(const struct observer *o, struct record *record)
{
	uint64_t count = record->step->each ? record->call.blocks : 1;
	struct heap_use *use = &record->heap_use;

	for (uint64_t n = count; n-- > 0;) {
		struct heap_use one = use_of(o, record, n);

		one.stale = is_stale(record, &one);
		if (n == 0 && use->kind != HEAP_USE_NONE &&
			one.kind == HEAP_USE_LIVE && !one.stale)
			break;
		if (one.kind != HEAP_USE_LIVE || one.stale || n == 0)
			*use = one;
	}
}

static void note(struct observer *o, enum heap_harm_kind kind,
	const struct record *record, uint64_t start, uint64_t end)
{
	o->now->heap_harm[kind] = (struct heap_harm){
		record->number, record->call.command, start, end};
}

/* Whether a range contains any of the allocator's memory. */
static bool has_blocks(const struct observer *o, uint64_t start, uint64_t end)
{
	return spans_in(&o->now->ledger.live, start, end) ||
	       spans_in(&o->now->ledger.freed, start, end);
}

static void note_write(struct observer *o, const struct record *record)
{
	const struct heap_use *use = &record->heap_use;
	uint64_t start = use->address, length = arg(&record->call, ROLE_LENGTH);

	if (use->kind == HEAP_USE_FREED || use->kind == HEAP_USE_BEYOND ||
		(use->kind == HEAP_USE_NONE && heap_is_reached(o, record)))
		note(o, HEAP_HARM_WRITE, record, start, start + length);
}

static void note_bad_free(struct observer *o, const struct record *record)
{
	const struct heap_use *use = &record->heap_use;
	uint64_t count = record->call.blocks ? record->call.blocks : 1;

	if (use->address == 0)
		return;
	if (use->kind != HEAP_USE_LIVE || use->address != use->block.start ||
		(record->call.times > count &&
			!command_kind(record->call.command)->makes))
		note(o, HEAP_HARM_FREE, record, use->address, use->address + 1);
}

void heap_note_harm(struct observer *o, const struct record *record)
{
	const struct command *command = record->call.command;
	uint64_t from = record->after->program_break;
	uint64_t to = record->before->program_break;

	if (record->returned.error ||
		(!o->now->ledger.live.count && !o->now->ledger.freed.count))
		return;
	if (command_kind(command)->harms == HARMS_BY_WRITING) {
		if (call_harms(&record->call))
			note_write(o, record);
	} else if (command_has_trait(command, CALL_USES_HEAP)) {
		if (command_acts_on_blocks(command))
			note_bad_free(o, record);
	} else if (heap_lost_break(record)) {
		note(o, HEAP_HARM_BREAK, record, from, to);
	} else if (command_kind(command)->harms &&
		   has_blocks(o, arg(&record->call, ROLE_ADDR),
			   arg(&record->call, ROLE_ADDR) +
				   arg(&record->call, ROLE_LENGTH))) {
		note(o, HEAP_HARM_CALL, record, arg(&record->call, ROLE_ADDR),
			arg(&record->call, ROLE_ADDR) +
				arg(&record->call, ROLE_LENGTH));
	}
}
