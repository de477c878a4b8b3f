/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures that tell less than it seems. */
#include "proc/residency.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* What smaps had of private anonymous pages that were not yet freed lazily. */
static bool freeable(
	const struct inquiry *q, struct range range, int64_t *bytes)
{
	struct smaps_walk walk = smaps_walk_of(q, range);
	struct smaps_mapping m;

	*bytes = 0;
	while (smaps_walk_next(&walk, &m)) {
		const int64_t *of = m.memory.of;

		/* Of a part of a mapping nobody counts. */
		if (m.mapping.start < range.start ||
			m.mapping.end > range.end ||
			of[MEMORY_LAZILY_FREED] < 0)
			return false;
		*bytes += of[MEMORY_ANONYMOUS] - of[MEMORY_LAZILY_FREED];
	}
	return true;
}

/*
 * mm/swap.c: pages wait in a batch of their processor until they are counted.
 * That they wait there is the most likely reason, and not one that shows.
 */
static bool counted_late(const struct inquiry *q, struct cause *c)
{
	int64_t counted = effect_delta(q->effect, MEMORY_LAZILY_FREED), pages;
	struct range range;

	if (arg(q->call, ROLE_ADVICE) != MADV_FREE || !q->effect->measured ||
		!range_of(q, &range) || !freeable(q, range, &pages) ||
		counted >= pages)
		return false;
	c->verified = false;
	cause_fact(c, "present", "present ", as_bytes((uint64_t)pages));
	cause_fact(c, "counted", "counted ", as_change(counted));
	return cause_says(c, "pages wait in a batch until they are counted as "
			     "lazily freed");
}

static bool residency_not_told(const struct inquiry *q, struct cause *c)
{
	struct range range;
	struct mapping m;
	struct maps_walk walk;

	if (!residency_is_looked_up())
		return cause_says(c, "this kernel calls every page resident");
	if (!range_of(q, &range))
		return false;
	walk = maps_walk_of(q, range);
	while (maps_walk_next(&walk, &m)) {
		if (read_mapping_may_tell_residency(q->subject, &m) != 0)
			continue;
		cause_mapping(c, &m);
		return cause_says(c, "the file is not yours: all pages read as "
				     "resident");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"counted-late", "madvise=ok",
		"pages are counted as lazily freed in batches", NULL,
		counted_late},
	{"residency-not-told", "mincore=ok",
		"of a file that one neither owns nor may write, all is said "
		"to be resident",
		"chmod +w, or the owner", residency_not_told},
};

const struct cause_table causes_of_figures = {rows, ARRAY_SIZE(rows)};
