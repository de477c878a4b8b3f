/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on more than the memory that they were meant for. */
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"

/* The region that the step was to act on, in whole pages; false: none. */
static bool region_of(const struct diagnosis *d, struct range *region)
{
	const struct record *record = d->record;

	if (!record->on || !record->on_size)
		return false;
	/* Blocks of the allocator and the stack have causes of their own. */
	if (command_has_trait(record->on->command, CALL_USES_HEAP) ||
		command_has_trait(record->on->command, CALL_ON_STACK) ||
		command_has_trait(record->on->command, CALL_MOVES_BREAK))
		return false;
	region->start = page_floor(d, record->on_start);
	region->end = page_ceil(d, record->on_start + record->on_size);
	return region->start < region->end;
}

/* The first mapping, cut to the part outside, that the call also reached. */
static bool find_neighbour(
	const struct diagnosis *d, struct range outside, struct mapping *m)
{
	struct maps_walk walk = maps_walk_of(d, outside);

	if (outside.start >= outside.end || !maps_walk_next(&walk, m))
		return false;
	if (m->start < outside.start)
		m->start = outside.start;
	if (m->end > outside.end)
		m->end = outside.end;
	return true;
}

static bool past_region(const struct diagnosis *d, struct cause *c)
{
	struct range region, range;
	struct mapping m;

	if (!region_of(d, &region) || !range_of(d, &range))
		return false;
	/* Elsewhere, the user typed another address. */
	if (range.start >= region.end || range.end <= region.start)
		return false;
	if (find_neighbour(d, (struct range){region.end, range.end}, &m)) {
		cause_fact(c, "past", "past its end ",
			as_bytes(range.end - region.end));
	} else if (find_neighbour(
			   d, (struct range){range.start, region.start}, &m)) {
		cause_fact(c, "past", "before its start ",
			as_bytes(region.start - range.start));
	} else {
		return false;
	}
	cause_mapping(c, &m);
	return cause_says(
		c, "it reaches past its region, into another mapping");
}

static const struct cause_row rows[] = {
	{"past-region",
		"munmap=ok mprotect=ok madvise=ok mlock=ok munlock=ok mseal=ok "
		"msync=ok mincore=ok touch=ok peek=ok poke=ok",
		"the step reaches past its region, into another mapping",
		"a smaller --length", past_region},
};

const struct cause_table causes_of_neighbours = {rows, ARRAY_SIZE(rows)};
