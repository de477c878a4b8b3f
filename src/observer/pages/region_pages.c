/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --pages: read the region after a step, page by page, from outside. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "observer/pages/page_walk.h"
#include "proc/merging.h"

/* This many entries of pagemap are read in a quarter to half a second. */
static const uint64_t PAGES_LOOKED_AT = UINT64_C(1) << 22;

struct page_range {
	uint64_t start, end;
};

/* Rounded outwards to whole pages; stops at the end of the address space. */
static struct page_range whole_pages(
	uint64_t start, uint64_t size, uint64_t page)
{
	uint64_t last = size > UINT64_MAX - start ? UINT64_MAX : start + size;
	struct page_range range = {start - start % page, last - last % page};

	if (size && last % page && range.end <= UINT64_MAX - 2 * page)
		range.end += page;
	return range;
}

/* The region that the step made or acts on; else its arguments. */
static bool find_range(const struct observer *o, const struct record *record,
	struct page_range *range)
{
	const struct call *call = &record->call;
	int on = record->step->on;

	if (record->has_region)
		*range = whole_pages(record->region_start, record->region_size,
			call->page_size);
	else if (on >= 0 && made_type(o->made[on].kind)->has_memory)
		*range = whole_pages(
			o->made[on].value, o->made[on].size, call->page_size);
	else if (call->command->first)
		*range = whole_pages(arg(call, ROLE_ADDR),
			arg(call, ROLE_LENGTH), call->page_size);
	else
		return false;
	return range->start < range->end;
}

static struct smaps mappings_after(const struct record *record)
{
	bool detailed = record->after->parts & PART_BIT(PART_SMAPS);
	const struct part *text =
		&record->after->part[detailed ? PART_SMAPS : PART_MAPS];

	return smaps_of(text->text, text->length);
}

/* New mappings are soft-dirty if the kernel tracks it. */
static bool tracks_soft_dirty(const struct record *record)
{
	struct smaps smaps = mappings_after(record);
	struct smaps_mapping m;

	while (smaps_next(&smaps, &m))
		if (mapping_is_flagged(&m.mapping, "sd"))
			return true;
	return false;
}

static bool refuse(struct pages *pages, const char *what, int error)
{
	return reason_set(&pages->reason, 0, "%s: %s", what, strerror(error));
}

/* Whether this kernel can scan: try one page. */
static bool can_scan(const struct page_walk *walk)
{
	uint64_t page = walk->pages->page_size;
	struct uapi_page_region region;

	return pagemap_scan(walk->pagemap, page, 2 * page, &region, 1) >= 0;
}

typedef bool (*looker)(struct page_walk *walk);

/* The requested source, or the best one; NULL: refused. */
static looker choose(struct page_walk *walk, enum pages_by by)
{
	struct pages *pages = walk->pages;

	if (by != PAGES_BY_MINCORE) {
		walk->pagemap = pagemap_open(walk->o->now->pid);
		if (walk->pagemap == -1 && by != PAGES_BY_AUTO)
			refuse(pages, "/proc/PID/pagemap", errno);
		if (walk->pagemap == -1 && by != PAGES_BY_AUTO)
			return NULL;
	}
	if (walk->pagemap != -1 && by != PAGES_BY_PAGEMAP) {
		if (can_scan(walk)) {
			pages->source = "pagemap_scan";
			pages->scanned = true;
			return walk_by_scan;
		}
		if (by == PAGES_BY_SCAN) {
			refuse(pages, "PAGEMAP_SCAN (Linux 6.7)", errno);
			return NULL;
		}
	}
	if (walk->pagemap != -1) {
		pages->source = "pagemap";
		return walk_by_pagemap;
	}
	pages->source = "mincore";
	return walk_by_mincore;
}

/* Mapping by mapping, and the gaps between them. */
static bool walk(struct page_walk *l, const struct record *record, looker look)
{
	struct smaps smaps = mappings_after(record);
	struct pages *pages = l->pages;
	struct smaps_mapping m;

	while (smaps_next(&smaps, &m) && m.mapping.start < pages->end) {
		uint64_t at = pages_reached(pages);
		uint64_t end =
			m.mapping.end < pages->end ? m.mapping.end : pages->end;
		size_t from;

		if (end <= at)
			continue;
		if (m.mapping.start > at &&
			!walk_plain(l, at, m.mapping.start, PAGE_UNMAPPED))
			return false;
		from = pages->settled = pages->count;
		l->part = mapping_part_of(l, &m, pages_reached(pages), end);
		if (!look(l))
			return false;
		if (pages->flags)
			settle_lazily_freed(l, from);
		pages_join(pages, from);
		pages->settled = 0;
	}
	return walk_plain(l, pages_reached(pages), pages->end, PAGE_UNMAPPED);
}

static void look(struct page_walk *l, const struct record *record)
{
	looker way = choose(l, record->step->pages_by);

	if (!way)
		return;
	l->flags = frame_flags_open();
	l->merged_flag = l->flags != -1 && merging_has_flag(l->flags);
	l->soft_dirty = tracks_soft_dirty(record);
	walk(l, record, way);
	l->pages->settled = 0;
	pages_finish(l->pages);
	if (l->flags != -1)
		close(l->flags);
}

void read_region_pages(struct observer *o, struct record *record)
{
	struct page_walk walk = {.step = record->call.index,

		.o = o,
		.pagemap = -1,
		.flags = -1,
		.budget = PAGES_LOOKED_AT};
	struct page_range range;

	if (!record->step->pages || !record->after ||
		!find_range(o, record, &range))
		return;
	walk.pages = record->pages = calloc(1, sizeof(*record->pages));
	if (!walk.pages)
		return;
	walk.pages->start = range.start;
	walk.pages->end = range.end;
	walk.pages->page_size = record->call.page_size;
	progress_begin(o, record);
	look(&walk, record);
	progress_end(o);
	if (walk.pagemap != -1)
		close(walk.pagemap);
}
