/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print the state of the stack that alloca took memory from. */
#include "acts/alloca.h"

static void print_pointer(struct render *r, const struct stack_findings *stack)
{
	uint64_t before = stack->pointer_before;
	uint64_t after = stack->pointer_after;
	bool known = before && after;

	render_fact(r, "pointer_before", known ? "stack pointer " : NULL,
		known ? as_address(before) : as_null());
	render_fact(r, "pointer_after", known ? " -> " : NULL,
		known ? as_address(after) : as_null());
	render_fact(r, "taken", known ? ", " : NULL,
		known ? as_bytes(before - after) : as_null());
}

/* "2025 of 10000 frames of 4144 bytes" */
static void print_frames(struct render *r, const struct stack_findings *stack)
{
	uint64_t frames = stack->frames;
	uint64_t reached = stack->reached;
	uint64_t taken = stack->pointer_before - stack->pointer_after;
	bool measured = reached && stack->pointer_after;

	if (!frames) {
		render_fact(r, "frames", NULL, as_null());
		render_fact(r, "reached", NULL, as_null());
		render_fact(r, "frame_size", NULL, as_null());
		return;
	}
	render_line(r, 3);
	render_fact(
		r, "reached", reached < frames ? "" : NULL, as_count(reached));
	render_fact(
		r, "frames", reached < frames ? " of " : "", as_count(frames));
	render_printf(r, STYLE_PLAIN, frames == 1 ? " frame" : " frames");
	render_fact(r, "frame_size", measured ? ", each of " : NULL,
		measured ? as_bytes(taken / reached) : as_null());
}

static void print_mapping_of(
	struct render *r, const char *key, uint64_t start, uint64_t end)
{
	if (!end) {
		render_fact(r, key, NULL, as_null());
		return;
	}
	render_object(r, key);
	render_fact(r, "start", NULL, as_address(start));
	render_fact(r, "end", NULL, as_address(end));
	render_fact(r, "size", NULL, as_bytes(end - start));
	render_close(r);
}

static void print_stack(struct render *r, const struct stack_findings *stack)
{
	uint64_t before = stack->end_before - stack->start_before;
	uint64_t after = stack->end_after - stack->start_after;
	bool known = stack->end_before && stack->end_after;

	print_mapping_of(
		r, "stack_before", stack->start_before, stack->end_before);
	print_mapping_of(
		r, "stack_after", stack->start_after, stack->end_after);
	render_fact(r, "grown", NULL,
		known ? as_change((int64_t)(after - before)) : as_null());
	if (!known)
		return;
	render_line(r, 3);
	render_words(r, stack->of_thread ? "the thread's stack " : "[stack] ",
		as_bytes(before));
	if (after != before)
		render_words(r, " -> ", as_bytes(after));
}

/* The limit is counted from the mapping's end, in whole pages (mm/vma.c). */
static uint64_t limit_of(
	const struct call *call, const struct stack_findings *stack)
{
	return stack->limit - stack->limit % call->page_size;
}

/* A limit that was set later takes nothing away: it only ends the growth. */
static bool exceeds_limit(
	const struct call *call, const struct stack_findings *stack)
{
	return stack->has_limit && stack->limit != UINT64_MAX &&
	       stack->part_end - stack->start_after > limit_of(call, stack);
}

static void print_limit(struct render *r, const struct call *call,
	const struct stack_findings *stack)
{
	bool known = stack->has_limit;
	bool unlimited = stack->limit == UINT64_MAX;
	const char *label =
		exceeds_limit(call, stack) ? ", limit " : ", at most ";

	render_fact(r, "limit", known && !unlimited ? label : NULL,
		known && !unlimited ? as_bytes(stack->limit) : as_null());
	render_fact(
		r, "unlimited", NULL, known ? as_truth(unlimited) : as_null());
	if (known && unlimited)
		render_printf(r, STYLE_PLAIN, ", unlimited");
}

/*
 * How far the stack can still grow below the pointer; negative: the pointer is
 * already where it cannot grow.
 */
struct headroom {
	bool limited, blocked; /* whether this end exists */
	bool exceeds;          /* it is larger than the limit: see above */
	int64_t to_limit, to_mapping;
};

/* The stack keeps the part it has, even beyond the limit of its growth. */
static int64_t room_to(const struct stack_findings *stack, uint64_t lowest)
{
	uint64_t start = stack->start_after;

	return (int64_t)(stack->pointer_after -
			 (lowest < start ? lowest : start));
}

static struct headroom headroom_of(
	const struct call *call, const struct stack_findings *stack)
{
	uint64_t end = stack->part_end, limit = limit_of(call, stack);
	struct headroom room = {0};

	if (!stack->pointer_after || !end)
		return room;
	room.limited =
		stack->has_limit && stack->limit != UINT64_MAX && limit < end;
	room.exceeds = room.limited && exceeds_limit(call, stack);
	room.blocked = stack->below != 0;
	if (room.limited)
		room.to_limit = room_to(stack, end - limit);
	if (room.blocked)
		room.to_mapping = room_to(stack, stack->below + stack->gap);
	return room;
}

/* Whether the limit is nearer than the mapping below. */
static bool ends_at_limit(const struct headroom *room)
{
	return room->limited &&
	       (!room->blocked || room->to_limit <= room->to_mapping);
}

/* The slug of the cause that an access beyond it would have. */
static const char *end_of(
	const struct headroom *room, const struct stack_findings *stack)
{
	if (stack->of_thread)
		return stack->part_end ? "thread-stack" : NULL;
	if (ends_at_limit(room))
		return "stack-limit";
	if (!room->blocked)
		return NULL;
	return stack->gap ? "stack-guard-gap" : "mapping";
}

static void text_headroom(struct render *r, const struct headroom *room,
	const struct stack_findings *stack)
{
	bool limit = ends_at_limit(room);
	int64_t left = limit ? room->to_limit : room->to_mapping;
	char distance[32], gap[32];

	format_about((uint64_t)(left < 0 ? -left : left), distance,
		sizeof(distance));
	format_bytes(stack->gap, gap, sizeof(gap));
	render_line(r, 3);
	if (left < 0)
		render_printf(r, STYLE_CHANGED, "%s beyond ", distance);
	else
		render_printf(r, STYLE_PLAIN, "headroom %s, to ", distance);
	if (stack->of_thread)
		render_printf(r, STYLE_PLAIN, "its end");
	else if (limit && room->exceeds)
		render_printf(r, STYLE_PLAIN,
			"its end: it exceeds its limit and cannot grow");
	else if (limit)
		render_printf(r, STYLE_PLAIN, "the limit");
	else if (stack->gap)
		render_printf(r, STYLE_PLAIN,
			"the guard gap (%s above the next mapping)", gap);
	else
		render_printf(r, STYLE_PLAIN, "the next mapping");
}

static void print_headroom(struct render *r, const struct call *call,
	const struct stack_findings *stack)
{
	struct headroom room = headroom_of(call, stack);
	const char *end = end_of(&room, stack);
	int64_t least = ends_at_limit(&room) ? room.to_limit : room.to_mapping;

	render_fact(r, "headroom", NULL, end ? as_number(least) : as_null());
	render_fact(r, "headroom_ends_at", NULL, as_text(end));
	render_fact(r, "headroom_to_limit", NULL,
		room.limited ? as_number(room.to_limit) : as_null());
	render_fact(r, "headroom_to_mapping", NULL,
		room.blocked ? as_number(room.to_mapping) : as_null());
	render_fact(r, "guard_gap", NULL,
		room.blocked ? as_bytes(stack->gap) : as_null());
	if (end)
		text_headroom(r, &room, stack);
}

void alloca_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct stack_findings *stack = &returned->found.stack;

	(void)bytes;
	print_pointer(r, stack);
	print_frames(r, stack);
	print_stack(r, stack);
	print_limit(r, call, stack);
	print_headroom(r, call, stack);
}
