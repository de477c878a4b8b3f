/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What alloca cannot know: the stack's mapping, and the one below it. */
#include <stdlib.h>

#include "acts/alloca.h"
#include "observer/internal.h"
#include "proc/guard_gap.h"
#include "proc/read.h"
#include "proc/smaps.h"

/* A stack in one or more parts; the lowest one grows. */
struct stack {
	uint64_t start, end;
	uint64_t part_end;
	struct mapping below; /* .end is 0: none */
};

/*
 * Whether a mapping is a part of the stack that mlock or mprotect split off.
 * It loses the name, but not the flag.
 */
static bool grows_down(pid_t subject, const struct mapping *m)
{
	size_t length = 0;
	char *text = read_process_file(subject, "smaps", &length);
	struct smaps smaps = smaps_of(text ? text : "", text ? length : 0);
	struct smaps_mapping found;
	bool grows = false;

	while (text && !grows && smaps_next(&smaps, &found))
		grows = found.mapping.start <= m->start &&
			found.mapping.end > m->start &&
			mapping_is_flagged(&found.mapping, "gd");
	free(text);
	return grows;
}

/* The last mapping that ends at or below ADDRESS. */
static struct mapping last_below(struct maps maps, uint64_t address)
{
	struct mapping last = {0};

	for (struct mapping m; maps_next(&maps, &m) && m.end <= address;)
		last = m;
	return last;
}

static bool find_stack(
	const struct snapshot *snapshot, pid_t subject, struct stack *stack)
{
	struct mapping part;
	struct maps maps;

	if (!snapshot)
		return false;
	maps = maps_in(snapshot);
	if (!maps_find_path(maps, "[stack]", &part))
		return false;
	*stack = (struct stack){.end = part.end};
	for (;;) {
		stack->start = part.start;
		stack->part_end = part.end;
		stack->below = last_below(maps, part.start);
		if (stack->below.end != part.start ||
			!grows_down(subject, &stack->below))
			return true;
		part = stack->below;
	}
}

/* A thread's: all of it above the guard, if it has one. */
static void find_thread_stack(
	const struct performer *acting, struct record *record)
{
	struct stack_findings *found = &record->returned.found.stack;
	struct span stack = acting->stack;
	struct mapping m;

	found->of_thread = true;
	found->has_limit = false;
	if (!record->after ||
		!maps_find(maps_in(record->after), found->pointer_before, &m))
		return;
	if (m.start > stack.start)
		stack.start = m.start;
	if (stack.end == 0 || m.end < stack.end)
		stack.end = m.end;
	found->start_before = found->start_after = found->below = stack.start;
	found->end_before = found->end_after = found->part_end = stack.end;
}

void find_stack_extent(struct observer *o, struct record *record)
{
	struct stack_findings *found = &record->returned.found.stack;
	struct stack stack;

	if (!record->has_returned)
		return;
	if (o->acting->process || o->now->on_thread_stack) {
		find_thread_stack(o->acting, record);
		return;
	}
	if (find_stack(record->before, record_pid(record), &stack)) {
		found->start_before = stack.start;
		found->end_before = stack.end;
	}
	if (!find_stack(record->after, record_pid(record), &stack))
		return;
	found->start_after = stack.start;
	found->end_after = stack.end;
	found->part_end = stack.part_end;
	found->below = stack.below.end;
	if (stack.below.end)
		found->gap = guard_gap_above(&stack.below, read_guard_gap());
}
