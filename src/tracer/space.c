/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracer/space.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls/calls.h"
#include "words/array.h"
#include "words/uapi.h"

enum { SAME_MEMORY = 1 }; /* KCMP_VM of kcmp(2) */

struct space *space_of(struct task *task)
{
	if (!task->space)
		task->space = calloc(1, sizeof(*task->space));
	if (task->space && !task->space->users)
		task->space->users = 1;
	return task->space;
}

struct space *space_share(struct space *space)
{
	if (space)
		space->users++;
	return space;
}

void space_leave(struct space *space)
{
	if (!space || --space->users)
		return;
	free(space->extents);
	free(space);
}

static struct space *copy_of(const struct space *space)
{
	struct space *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *space;
	copy->users = 1;
	copy->future_locked = false; /* fork(2): locks are not inherited */
	copy->most = copy->mapped;
	copy->extents =
		calloc(space->count ? space->count : 1, sizeof(*copy->extents));
	copy->room = copy->count = copy->extents ? space->count : 0;
	copy->broken |= !copy->extents;
	if (copy->count)
		memcpy(copy->extents, space->extents,
			copy->count * sizeof(*copy->extents));
	return copy;
}

/* A child of vfork(2) has its parent's memory until it executes something. */
struct space *space_of_child(struct task *maker, const struct task *task)
{
	struct space *space = space_of(maker);

	if (!space)
		return NULL;
	if (task->pid == maker->pid ||
		syscall(SYS_kcmp, (long)maker->tid, (long)task->tid,
			SAME_MEMORY, 0L, 0L) == 0)
		return space_share(space);
	return copy_of(space);
}

static bool insert(struct space *space, size_t at, struct extent extent)
{
	struct extent *more = array_reserve(
		space->extents, &space->room, space->count + 1, sizeof(*more));

	if (!more) {
		space->broken = true;
		return false;
	}
	space->extents = more;
	memmove(more + at + 1, more + at, (space->count - at) * sizeof(*more));
	more[at] = extent;
	space->count++;
	return true;
}

static void drop(struct space *space, size_t from, size_t to)
{
	if (from == to)
		return;
	memmove(space->extents + from, space->extents + to,
		(space->count - to) * sizeof(*space->extents));
	space->count -= to - from;
}

/* The first extent that ends after ADDRESS. */
static size_t extent_at(const struct space *space, uint64_t address)
{
	size_t low = 0, high = space->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (space->extents[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The middle of an extent goes: it becomes two. */
static uint64_t split(
	struct space *space, size_t at, uint64_t start, uint64_t end)
{
	struct extent upper = space->extents[at];

	upper.start = end;
	space->extents[at].end = start;
	if (!insert(space, at + 1, upper))
		return 0;
	return end - start;
}

static uint64_t take(struct space *space, uint64_t start, uint64_t end)
{
	size_t at = extent_at(space, start), first;
	uint64_t bytes = 0;

	if (at < space->count && space->extents[at].start < start &&
		space->extents[at].end > end)
		return split(space, at, start, end);
	if (at < space->count && space->extents[at].start < start) {
		bytes += space->extents[at].end - start;
		space->extents[at++].end = start;
	}
	for (first = at; at < space->count && space->extents[at].end <= end;
		at++)
		bytes += space->extents[at].end - space->extents[at].start;
	if (at < space->count && space->extents[at].start < end) {
		bytes += end - space->extents[at].start;
		space->extents[at].start = end;
	}
	drop(space, first, at);
	return bytes;
}

static void put(
	struct space *space, uint64_t start, uint64_t end, enum traced by)
{
	size_t at = extent_at(space, start);
	bool below = at && space->extents[at - 1].end == start &&
		     space->extents[at - 1].by == by;
	bool above = at < space->count && space->extents[at].start == end &&
		     space->extents[at].by == by;

	if (below && above) {
		space->extents[at - 1].end = space->extents[at].end;
		drop(space, at, at + 1);
	} else if (below) {
		space->extents[at - 1].end = end;
	} else if (above) {
		space->extents[at].start = start;
	} else if (!insert(space, at, (struct extent){start, end, by})) {
		return;
	}
}

static uint64_t remove_range(struct space *space, uint64_t start, uint64_t end)
{
	uint64_t bytes = end > start ? take(space, start, end) : 0;

	space->mapped -= bytes;
	return bytes;
}

/* What was there is replaced. */
static struct moved add_range(
	struct space *space, uint64_t start, uint64_t end, enum traced by)
{
	struct moved moved = {0};

	if (end <= start)
		return moved;
	moved.returned = remove_range(space, start, end);
	moved.mapped = end - start;
	put(space, start, end, by);
	space->mapped += moved.mapped;
	if (space->mapped > space->most)
		space->most = space->mapped;
	return moved;
}

static uint64_t page_up(uint64_t bytes, uint64_t page)
{
	return (bytes + page - 1) / page * page;
}

static uint64_t whole_pages(const struct call *call, enum role role)
{
	return page_up(arg(call, role), call->page_size);
}

static struct moved note_mremap(
	struct space *space, const struct call *call, uint64_t value)
{
	uint64_t old = arg(call, ROLE_ADDR);
	uint64_t length = whole_pages(call, ROLE_LENGTH);
	uint64_t new_length = whole_pages(call, ROLE_NEW_LENGTH);
	struct moved moved = {0};
	bool stays = arg(call, ROLE_FLAGS) & MREMAP_DONTUNMAP;

	/* In place only the difference changes hands. */
	if (value == old && new_length >= length)
		return add_range(
			space, old + length, old + new_length, TRACED_MREMAP);
	if (value == old) {
		moved.returned =
			remove_range(space, old + new_length, old + length);
		return moved;
	}
	moved = add_range(space, value, value + new_length, TRACED_MREMAP);
	if (!stays)
		moved.returned += remove_range(space, old, old + length);
	return moved;
}

static struct moved note_break(
	struct space *space, const struct call *call, uint64_t answer)
{
	uint64_t before = page_up(space->program_break, call->page_size);
	uint64_t value = page_up(answer, call->page_size);
	struct moved moved = {0};

	space->program_break = answer;
	if (before && value > before)
		moved = add_range(space, before, value, TRACED_BRK);
	else if (before)
		moved.returned = remove_range(space, value, before);
	return moved;
}

struct moved space_note(struct space *space, const struct call *call,
	enum traced bit, uint64_t value)
{
	uint64_t start = arg(call, ROLE_ADDR);
	struct moved moved = {0};

	switch (bit) {
	case TRACED_MMAP:
		return add_range(space, value,
			value + whole_pages(call, ROLE_LENGTH), bit);
	case TRACED_MUNMAP:
		moved.returned = remove_range(
			space, start, start + whole_pages(call, ROLE_LENGTH));
		return moved;
	case TRACED_MREMAP:
		return note_mremap(space, call, value);
	case TRACED_BRK:
		return note_break(space, call, value);
	case TRACED_MLOCKALL:
		space->future_locked = arg(call, ROLE_FLAGS) & MCL_FUTURE;
		return moved;
	case TRACED_MUNLOCKALL:
		space->future_locked = false;
		return moved;
	default:
		return moved;
	}
}

uint64_t space_mapped_by(const struct space *space, enum traced bit)
{
	uint64_t bytes = 0;

	for (size_t i = 0; space && i < space->count; i++)
		if (space->extents[i].by == bit)
			bytes +=
				space->extents[i].end - space->extents[i].start;
	return bytes;
}
