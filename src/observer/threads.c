/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The threads that a step has made: performers in their process's memory.  The
 * C library does not say where a thread's stack is without allocating, so that
 * is found in maps, around the address where it started.
 */
#include <errno.h>
#include <stdlib.h>

#include "observer/internal.h"
#include "words/array.h"

/*
 * Stacks without guards may be one mapping, side by side.  musl makes each a
 * little larger than asked.
 */
static struct span within(
	const struct mapping *m, uint64_t pointer, uint64_t asked)
{
	uint64_t size = m->end - m->start;
	uint64_t count = asked ? size / asked : 1;
	uint64_t each = count > 1 ? size / count : size;
	uint64_t above = (m->end - pointer) / each * each;

	return (struct span){
		.start = m->end - above - each, .end = m->end - above};
}

/*
 * Newly mapped, or taken from a thread that has ended: then an earlier step has
 * it.
 */
static struct span find_stack(
	const struct observer *o, const struct record *record, uint64_t pointer)
{
	const struct thread_findings *found = &record->returned.found.thread;
	uint64_t page = record->call.page_size;
	uint64_t guard = (found->guard_size + page - 1) / page * page;
	struct maps maps = maps_now(o);
	struct mapping m, below = {0};
	struct span stack;

	while (maps_next(&maps, &m) && m.end <= pointer)
		below = m;
	if (m.start > pointer || m.end <= pointer)
		return (struct span){0};
	stack = within(&m, pointer, guard ? 0 : found->stack_size);
	if (guard && below.end == stack.start && below.perms[0] == '-' &&
		below.end - below.start >= guard)
		stack.start -= guard;
	return stack;
}

/*
 * It has the circumstances of its maker, which it may change for itself.  MADE
 * has its ID and where it started, and gets its stack.
 */
static bool adopt(struct observer *o, const struct record *record, size_t n,
	struct made_block *made)
{
	struct performer *thread = calloc(1, sizeof(*thread));
	struct performer **more = array_reserve(
		o->children, &o->child_room, o->child_count + 1, sizeof(*more));

	if (more)
		o->children = more;
	if (!thread || !more) {
		free(thread);
		return observer_trouble(o, "a thread", ENOMEM);
	}
	o->children[o->child_count++] = thread;
	*thread = (struct performer){.pid = (pid_t)made->start,
		.process = o->now,
		.parent = o->acting,
		.thread = record->call.new_thread + (uint32_t)n,
		.step = (int)record->call.index,
		.item = record_repeats(record) ? n + 1 : 0,
		.last_fork = -1,
		.channel = -1,
		.recording = -1,
		.set = o->acting->set};
	thread->stack = find_stack(o, record, made->size);
	process_name(record->step, thread->item, thread->name);
	made->start = thread->stack.start;
	made->size = thread->stack.end - thread->stack.start;
	return true;
}

void threads_take(struct observer *o, struct record *record)
{
	struct made *made = &o->made[record->call.index];
	struct made_block one = {.start = made->value, .size = made->size};

	o->threads_made += record->call.times;
	if (record->has_returned && record->returned.error)
		record->call.shown = 1 + record->returned.found.thread.stage;
	if (made->kind != MADE_THREAD)
		return;
	for (size_t i = 0; i < made->count; i++)
		if (!adopt(o, record, i, &made->blocks[i]))
			return;
	if (made->count)
		one = made->blocks[made->count - 1];
	else if (!adopt(o, record, 0, &one))
		return;
	made->value = record->region_start = one.start;
	made->size = record->region_size = one.size;
	record->has_region = one.start != 0;
}

/* Whether alloca took the memory that the step acts on from its stack. */
static bool gave_memory(
	const struct performer *thread, const struct record *record)
{
	const struct step *on = record->on;

	return on && command_has_trait(on->command, CALL_ON_STACK) &&
	       on->in == thread->step && on->in_item == thread->item;
}

void threads_note_stack(const struct observer *o, struct record *record)
{
	uint64_t at = record->fault_address;

	for (size_t i = 0; i < o->child_count; i++) {
		const struct performer *thread = o->children[i];
		bool faulted = record->has_fault_address &&
			       at >= thread->stack.start &&
			       at < thread->stack.end;

		if (thread->process == o->now &&
			(faulted || gave_memory(thread, record)))
			record->thread_stack = thread->stack;
	}
}

/* exit --in NAME, with the name of a thread. */
void threads_note_end(struct observer *o, struct record *record)
{
	struct performer *thread = o->acting;

	if (!thread->process || record->outcome.kind != OUTCOME_OK)
		return;
	thread->dead = true;
	thread->died_in = record->call.index;
	thread->wait_status = (int)(record->returned.value & 0xff) << 8;
}
