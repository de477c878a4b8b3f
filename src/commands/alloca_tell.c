/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of the stack that alloca took its memory from. */
#include "commands/alloca.h"

static void tell_pointer(struct render *r, const uint64_t *detail)
{
	uint64_t before = detail[ALLOCA_POINTER_BEFORE];
	uint64_t after = detail[ALLOCA_POINTER_AFTER];
	bool known = before && after;

	render_fact(r, "pointer_before", known ? "stack pointer " : NULL,
		known ? as_address(before) : as_null());
	render_fact(r, "pointer_after", known ? " -> " : NULL,
		known ? as_address(after) : as_null());
	render_fact(r, "taken", known ? ", " : NULL,
		known ? as_bytes(before - after) : as_null());
}

/* "2025 of 10000 frames of 4144 bytes" */
static void tell_frames(struct render *r, const uint64_t *detail)
{
	uint64_t frames = detail[ALLOCA_FRAMES];
	uint64_t reached = detail[ALLOCA_REACHED];
	uint64_t taken =
		detail[ALLOCA_POINTER_BEFORE] - detail[ALLOCA_POINTER_AFTER];
	bool measured = reached && detail[ALLOCA_POINTER_AFTER];

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
	render_say(r, STYLE_PLAIN, frames == 1 ? " frame" : " frames");
	render_fact(r, "frame_size", measured ? ", each of " : NULL,
		measured ? as_bytes(taken / reached) : as_null());
}

static void tell_mapping_of(
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

static void tell_stack(struct render *r, const uint64_t *detail)
{
	uint64_t before =
		detail[ALLOCA_END_BEFORE] - detail[ALLOCA_START_BEFORE];
	uint64_t after = detail[ALLOCA_END_AFTER] - detail[ALLOCA_START_AFTER];
	bool known = detail[ALLOCA_END_BEFORE] && detail[ALLOCA_END_AFTER];

	tell_mapping_of(r, "stack_before", detail[ALLOCA_START_BEFORE],
		detail[ALLOCA_END_BEFORE]);
	tell_mapping_of(r, "stack_after", detail[ALLOCA_START_AFTER],
		detail[ALLOCA_END_AFTER]);
	render_fact(r, "grown", NULL,
		known ? as_change((int64_t)(after - before)) : as_null());
	if (!known)
		return;
	render_line(r, 3);
	render_words(r, "[stack] ", as_bytes(before));
	if (after != before)
		render_words(r, " -> ", as_bytes(after));
}

static void tell_limit(struct render *r, const uint64_t *detail)
{
	bool known = detail[ALLOCA_HAS_LIMIT];
	bool unlimited = detail[ALLOCA_LIMIT] == UINT64_MAX;

	render_fact(r, "limit", known && !unlimited ? ", at most " : NULL,
		known && !unlimited ? as_bytes(detail[ALLOCA_LIMIT])
				    : as_null());
	render_fact(
		r, "unlimited", NULL, known ? as_truth(unlimited) : as_null());
	if (known && unlimited)
		render_say(r, STYLE_PLAIN, ", unlimited");
}

/*
 * How far the stack may still grow below the pointer; negative: the pointer
 * lies where it cannot grow.
 */
struct headroom {
	bool limited, blocked; /* whether there is such an end */
	int64_t to_limit, to_mapping;
};

/* What the stack has already it keeps, wherever it may not grow any more. */
static int64_t room_to(const uint64_t *detail, uint64_t lowest)
{
	uint64_t start = detail[ALLOCA_START_AFTER];

	return (int64_t)(detail[ALLOCA_POINTER_AFTER] -
			 (lowest < start ? lowest : start));
}

/* The limit counts from the mapping's end, in whole pages (mm/vma.c). */
static struct headroom headroom_of(const struct call *c, const uint64_t *detail)
{
	uint64_t end = detail[ALLOCA_PART_END], limit = detail[ALLOCA_LIMIT];
	struct headroom room = {0};

	if (!detail[ALLOCA_POINTER_AFTER] || !end)
		return room;
	limit -= limit % c->page_size;
	room.limited = detail[ALLOCA_HAS_LIMIT] &&
		       detail[ALLOCA_LIMIT] != UINT64_MAX && limit < end;
	room.blocked = detail[ALLOCA_BELOW] != 0;
	if (room.limited)
		room.to_limit = room_to(detail, end - limit);
	if (room.blocked)
		room.to_mapping = room_to(
			detail, detail[ALLOCA_BELOW] + detail[ALLOCA_GAP]);
	return room;
}

/* Whether the limit is the nearer of the two ends. */
static bool ends_at_limit(const struct headroom *room)
{
	return room->limited &&
	       (!room->blocked || room->to_limit <= room->to_mapping);
}

/* By the slug of the cause that an access behind it would have. */
static const char *end_of(const struct headroom *room, const uint64_t *detail)
{
	if (ends_at_limit(room))
		return "stack-limit";
	if (!room->blocked)
		return NULL;
	return detail[ALLOCA_GAP] ? "stack-guard-gap" : "mapping";
}

static void say_headroom(
	struct render *r, const struct headroom *room, const uint64_t *detail)
{
	bool limit = ends_at_limit(room);
	int64_t left = limit ? room->to_limit : room->to_mapping;
	char distance[32], gap[32];

	format_about((uint64_t)(left < 0 ? -left : left), distance,
		sizeof(distance));
	format_bytes(detail[ALLOCA_GAP], gap, sizeof(gap));
	render_line(r, 3);
	if (left < 0)
		render_say(r, STYLE_CHANGED, "%s beyond ", distance);
	else
		render_say(r, STYLE_PLAIN, "headroom %s, to ", distance);
	if (limit)
		render_say(r, STYLE_PLAIN, "the limit");
	else if (detail[ALLOCA_GAP])
		render_say(r, STYLE_PLAIN,
			"the guard gap (%s above the next mapping)", gap);
	else
		render_say(r, STYLE_PLAIN, "the next mapping");
}

static void tell_headroom(
	struct render *r, const struct call *c, const uint64_t *detail)
{
	struct headroom room = headroom_of(c, detail);
	const char *end = end_of(&room, detail);
	int64_t least = ends_at_limit(&room) ? room.to_limit : room.to_mapping;

	render_fact(r, "headroom", NULL, end ? as_number(least) : as_null());
	render_fact(r, "headroom_ends_at", NULL, as_text(end));
	render_fact(r, "headroom_to_limit", NULL,
		room.limited ? as_number(room.to_limit) : as_null());
	render_fact(r, "headroom_to_mapping", NULL,
		room.blocked ? as_number(room.to_mapping) : as_null());
	render_fact(r, "guard_gap", NULL,
		room.blocked ? as_bytes(detail[ALLOCA_GAP]) : as_null());
	if (end)
		say_headroom(r, &room, detail);
}

void alloca_tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	const uint64_t *detail = returned->detail;

	(void)bytes;
	tell_pointer(r, detail);
	tell_frames(r, detail);
	tell_stack(r, detail);
	tell_limit(r, detail);
	tell_headroom(r, c, detail);
}
