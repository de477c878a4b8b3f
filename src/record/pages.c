/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const property_names[PAGE_PROPERTIES] = {
	[PAGE_LOCKED] = "locked",
	[PAGE_LAZILY_FREED] = "lazily_freed",
	[PAGE_EXCLUSIVE] = "exclusive",
	[PAGE_SOFT_DIRTY] = "soft_dirty",
	[PAGE_MERGED] = "merged",
};

const char *page_property_name(enum page_property property)
{
	return property_names[property];
}

static bool equal(const struct page_run *a, const struct page_run *b)
{
	return a->state == b->state && a->size == b->size &&
	       a->has_frame == b->has_frame &&
	       memcmp(a->has, b->has, sizeof(a->has)) == 0;
}

static void append(struct page_run *a, const struct page_run *b)
{
	a->consecutive &= b->consecutive && b->frame == a->frame + a->pages;
	a->pages += b->pages;
}

uint64_t pages_reached(const struct pages *pages)
{
	const struct page_run *last;

	if (!pages->count)
		return pages->start;
	last = &pages->runs[pages->count - 1];
	return last->start + last->pages * pages->page_size;
}

static bool make_room(struct pages *pages)
{
	size_t room = pages->room ? pages->room * 2 : 16;
	struct page_run *more;

	if (pages->count < pages->room)
		return true;
	more = reallocarray(pages->runs, room, sizeof(*more));
	if (!more)
		return false;
	pages->runs = more;
	pages->room = room;
	return true;
}

bool pages_add(struct pages *pages, const struct page_run *run)
{
	if (!run->pages)
		return true;
	if (pages->count > pages->settled &&
		equal(&pages->runs[pages->count - 1], run)) {
		append(&pages->runs[pages->count - 1], run);
		return true;
	}
	/* One run is reserved for pages_finish(). */
	if (pages->count + 1 >= RUNS_MAX || !make_room(pages)) {
		reason_set(&pages->reason, 0,
			"there are more than %zu runs of equal pages",
			pages->count);
		return false;
	}
	pages->runs[pages->count++] = *run;
	return true;
}

void pages_join(struct pages *pages, size_t from)
{
	size_t kept = from;

	for (size_t i = from; i < pages->count; i++) {
		if (kept && equal(&pages->runs[kept - 1], &pages->runs[i]))
			append(&pages->runs[kept - 1], &pages->runs[i]);
		else
			pages->runs[kept++] = pages->runs[i];
	}
	pages->count = kept;
}

void pages_finish(struct pages *pages)
{
	uint64_t reached = pages_reached(pages);
	struct page_run rest = {.start = reached,
		.pages = (pages->end - reached) / pages->page_size,
		.state = PAGE_UNKNOWN};

	if (!rest.pages)
		return;
	/* If memory is short, it replaces the last run. */
	if (pages->count && !make_room(pages)) {
		pages->count--;
		pages_finish(pages);
		return;
	}
	if (make_room(pages))
		pages->runs[pages->count++] = rest;
	pages_join(pages, pages->count ? pages->count - 1 : 0);
}

void pages_count(const struct pages *pages, uint64_t counts[PAGE_STATES])
{
	memset(counts, 0, PAGE_STATES * sizeof(*counts));
	for (size_t i = 0; i < pages->count; i++)
		counts[pages->runs[i].state] += pages->runs[i].pages;
}

uint64_t pages_having(const struct pages *pages, enum page_property property)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < pages->count; i++)
		if (pages->runs[i].has[property] == KNOWN_YES)
			sum += pages->runs[i].pages;
	return sum;
}

void pages_free(struct pages *pages)
{
	if (!pages)
		return;
	free(pages->runs);
	free(pages);
}
