/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a fault is that of a stack that is full, and of which. */
#include <string.h>
#include <sys/auxv.h>

#include "proc/maps_text.h"
#include "tracer/internal.h"
#include "tracer/sight.h"

enum {
	/* Below the pointer: a push, and what leaf functions use. */
	BELOW_POINTER = 1024,
	/* The largest frame by which a pointer is taken to leave a stack. */
	FRAME_MOST = 1 << 20,
};

/*
 * The kernel could not push the frame of a handler: it tells no address, but
 * the stack pointer has left the stack, which is the next mapping.
 */
bool sight_is_off_stack(const struct sight *sight, uint64_t pointer)
{
	const struct part *text;
	struct maps maps;
	struct mapping m;

	if (!sight->before || !pointer)
		return false;
	text = &sight->before->part[PART_MAPS];
	maps = maps_of(text->text, text->length);
	while (maps_next(&maps, &m) && m.end <= pointer)
		;
	return m.start > pointer && mapping_has_path(&m, "[stack]");
}

/* The writable mapping next above an address that is in none. */
static bool find_above(
	const struct sight *sight, uint64_t at, struct mapping *m)
{
	const struct part *text = &sight->before->part[PART_MAPS];
	struct maps maps = maps_of(text->text, text->length);

	while (maps_next(&maps, m))
		if (m->end > at && strncmp(m->perms, "rw", 2) == 0)
			return m->start > at;
	return false;
}

/*
 * The stack pointer is in the mapping or has left it, and the access is not
 * below what it reaches.
 */
static bool has_left(const struct mapping *m, uint64_t pointer, uint64_t at)
{
	return pointer < m->start + BELOW_POINTER &&
	       at + BELOW_POINTER >= pointer && m->start - at <= FRAME_MOST;
}

static bool holds(const struct mapping *m, const struct span *stack)
{
	return stack->end && m->start <= stack->start && stack->end <= m->end;
}

/*
 * The frame of a handler is pushed when the signal is handed over: if there is
 * no room for it, the kernel raises SIGSEGV in its place.
 */
static bool has_no_room(const struct tracer_event *event)
{
	const struct span *stack = &event->task->signal_stack.now;
	uint64_t frame = getauxval(UAPI_AT_MINSIGSTKSZ), room;

	if (event->fault.signal.si_code != SI_KERNEL || !event->task->handed ||
		!stack->end)
		return false;
	room = stack->end - stack->start;
	if (event->fault.stack > stack->start &&
		event->fault.stack <= stack->end)
		room = event->fault.stack - stack->start;
	return room < frame;
}

void sight_note_stack(
	struct sight *sight, const struct tracer_event *event, uint64_t at)
{
	const struct task *task = event->task;
	struct outgrown *outgrown = &sight->record.outgrown;
	struct mapping m;

	sight->thread.stack = (struct span){0};
	if (has_no_room(event)) {
		*outgrown = (struct outgrown){
			OUTGROWN_SIGNALS, task->signal_stack.now, true};
		return;
	}
	if (event->fault.signal.si_code == SI_KERNEL || !sight->before ||
		!event->fault.stack || !find_above(sight, at, &m) ||
		!has_left(&m, event->fault.stack, at) ||
		mapping_has_path(&m, "[stack]"))
		return;
	if (holds(&m, &task->signal_stack.now))
		*outgrown = (struct outgrown){
			OUTGROWN_SIGNALS, task->signal_stack.now, false};
	else if (task->tid != task->pid)
		sight->thread.stack = (struct span){.start = at, .end = m.end};
	else
		*outgrown = (struct outgrown){OUTGROWN_OTHER,
			{.start = m.start, .end = m.end}, false};
}
