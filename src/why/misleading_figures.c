/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures that mean less than they seem to. */
#include "proc/residency.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

/* Private anonymous pages in smaps that were not yet lazily freed. */
static bool freeable(
	const struct diagnosis *d, struct range range, int64_t *bytes)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
	struct smaps_mapping m;

	*bytes = 0;
	while (smaps_walk_next(&walk, &m)) {
		const int64_t *of = m.memory.of;

		/* smaps has no figures for a part of a mapping. */
		if (m.mapping.start < range.start ||
			m.mapping.end > range.end ||
			of[MEMORY_LAZILY_FREED] < 0)
			return false;
		*bytes += of[MEMORY_ANONYMOUS] - of[MEMORY_LAZILY_FREED];
	}
	return true;
}

/*
 * mm/swap.c: pages wait in a per-CPU batch until they are counted.  That is the
 * most likely reason, but nothing shows it.
 */
static bool counted_late(const struct diagnosis *d, struct cause *c)
{
	int64_t counted = effect_delta(d->effect, MEMORY_LAZILY_FREED), pages;
	struct range range;

	if (arg(d->call, ROLE_ADVICE) != MADV_FREE || !d->effect->measured ||
		!range_of(d, &range) || !freeable(d, range, &pages) ||
		counted >= pages)
		return false;
	c->verified = false;
	cause_fact(c, "present", "present ", as_bytes((uint64_t)pages));
	cause_fact(c, "counted", "counted ", as_change(counted));
	return cause_says(
		c, "pages wait in a batch before they count as lazily freed");
}

static bool residency_not_told(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	struct mapping m;
	struct maps_walk walk;

	if (!residency_is_looked_up())
		return cause_says(
			c, "this kernel reports every page as resident");
	if (!range_of(d, &range))
		return false;
	walk = maps_walk_of(d, range);
	while (maps_walk_next(&walk, &m)) {
		if (read_mapping_may_tell_residency(d->subject, &m) != 0)
			continue;
		cause_mapping(c, &m);
		return cause_says(c, "the file is not yours: all pages are "
				     "reported resident");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"counted-late", "madvise=ok",
		"pages are counted as lazily freed in batches", NULL,
		counted_late},
	{"residency-not-told", "mincore=ok",
		"pages of a file that you neither own nor may write are all "
		"reported resident",
		"chmod +w, or run it as the owner", residency_not_told},
};

const struct cause_table causes_of_misleading_figures = {
	rows, ARRAY_SIZE(rows)};
