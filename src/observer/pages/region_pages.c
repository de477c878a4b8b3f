/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --pages: after a step the region is looked at, page by page, from outside. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "observer/looking.h"
#include "proc/merging.h"

/* So many entries of pagemap are read in a quarter of a second or two. */
static const uint64_t PAGES_LOOKED_AT = UINT64_C(1) << 22;

struct range {
	uint64_t start, end;
};

/* Rounded out to whole pages; one that runs over the end stops there. */
static struct range whole_pages(uint64_t start, uint64_t size, uint64_t page)
{
	uint64_t last = size > UINT64_MAX - start ? UINT64_MAX : start + size;
	struct range range = {start - start % page, last - last % page};

	if (size && last % page && range.end <= UINT64_MAX - 2 * page)
		range.end += page;
	return range;
}

/* The region that the step made, or acts on; else what it was given. */
static bool find_range(const struct observer *o, const struct record *record,
	struct range *range)
{
	const struct call *call = &record->call;
	int on = record->step->on;

	if (record->has_region)
		*range = whole_pages(record->region_start, record->region_size,
			call->page_size);
	else if (on >= 0 && o->made[on].kind == MADE_MEMORY)
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

/* Newly mapped memory is soft-dirty, where the kernel keeps account of it. */
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

/* Whether this kernel scans: asked for a page, whatever is there. */
static bool can_scan(const struct looking *l)
{
	uint64_t page = l->pages->page_size;
	struct uapi_page_region region;

	return pagemap_scan(l->pagemap, page, 2 * page, &region, 1) >= 0;
}

typedef bool (*looker)(struct looking *l);

/* The way that was asked for, or the best; NULL: it is refused. */
static looker choose(struct looking *l, enum pages_by by)
{
	struct pages *pages = l->pages;

	if (by != PAGES_BY_MINCORE) {
		l->pagemap = pagemap_open(l->o->subject.pid);
		if (l->pagemap == -1 && by != PAGES_BY_AUTO)
			refuse(pages, "/proc/PID/pagemap", errno);
		if (l->pagemap == -1 && by != PAGES_BY_AUTO)
			return NULL;
	}
	if (l->pagemap != -1 && by != PAGES_BY_PAGEMAP) {
		if (can_scan(l)) {
			pages->source = "pagemap_scan";
			pages->scanned = true;
			return look_by_scan;
		}
		if (by == PAGES_BY_SCAN) {
			refuse(pages, "PAGEMAP_SCAN (Linux 6.7)", errno);
			return NULL;
		}
	}
	if (l->pagemap != -1) {
		pages->source = "pagemap";
		return look_by_pagemap;
	}
	pages->source = "mincore";
	return look_by_mincore;
}

/* Mapping by mapping, and what lies between them. */
static bool walk(struct looking *l, const struct record *record, looker look)
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
			!look_plain(l, at, m.mapping.start, PAGE_UNMAPPED))
			return false;
		from = pages->settled = pages->count;
		l->piece = piece_of(l, &m, pages_reached(pages), end);
		if (!look(l))
			return false;
		if (pages->flags)
			settle_lazily_freed(l, from);
		pages_join(pages, from);
		pages->settled = 0;
	}
	return look_plain(l, pages_reached(pages), pages->end, PAGE_UNMAPPED);
}

static void look(struct looking *l, const struct record *record)
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

void look_at_pages(struct observer *o, struct record *record)
{
	struct looking l = {.step = record->call.index,

		.o = o,
		.pagemap = -1,
		.flags = -1,
		.budget = PAGES_LOOKED_AT};
	struct range range;

	if (!record->step->pages || !record->after ||
		!find_range(o, record, &range))
		return;
	l.pages = record->pages = calloc(1, sizeof(*record->pages));
	if (!l.pages)
		return;
	l.pages->start = range.start;
	l.pages->end = range.end;
	l.pages->page_size = record->call.page_size;
	progress_begin(o, record);
	look(&l, record);
	progress_end(o);
	if (l.pagemap != -1)
		close(l.pagemap);
}
