/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of files that MADV_PAGEOUT leaves in memory. */
#include <unistd.h>

#include "proc/mapping_kind.h"
#include "proc/pagemap.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

/* Bounds of the search: 8 GiB of pages of 4 KiB. */
enum { READS_MOST = 4096, AT_ONCE = 512 };

/* The bytes of file pages in RANGE that others map, too. */
static uint64_t mapped_by_others(
	const struct diagnosis *d, int pagemap, struct range range)
{
	uint64_t entries[AT_ONCE], pages = 0;

	for (int i = 0; i < READS_MOST && range.start < range.end; i++) {
		uint64_t left = (range.end - range.start) / d->page;
		size_t got = pagemap_read(pagemap, range.start / d->page,
			entries, left < AT_ONCE ? (size_t)left : AT_ONCE);

		for (size_t j = 0; j < got; j++) {
			struct pagemap_entry is = pagemap_decode(entries[j]);

			pages += is.present && is.file && !is.exclusive;
		}
		if (got == 0)
			break;
		range.start += got * d->page;
	}
	return pages * d->page;
}

/*
 * mm/madvise.c, madvise_cold_or_pageout_pte_range(), skips pages that are
 * mapped more than once: the others may need them.
 */
static bool mapped_elsewhere(const struct diagnosis *d, struct cause *c)
{
	int pagemap;
	struct maps_walk walk;
	struct mapping m;
	struct range range;
	uint64_t shared = 0;

	if (arg(d->call, ROLE_ADVICE) != MADV_PAGEOUT || !range_of(d, &range) ||
		(pagemap = pagemap_open(d->subject)) == -1)
		return false;
	walk = maps_walk_of(d, range);
	while (!shared && maps_walk_next(&walk, &m)) {
		struct range part = {
			m.start > range.start ? m.start : range.start,
			m.end < range.end ? m.end : range.end};

		if (mapping_is_file(&m) && mapping_kind(&m) == KIND_FILE)
			shared = mapped_by_others(d, pagemap, part);
	}
	close(pagemap);
	if (!shared)
		return false;
	cause_mapping(c, &m);
	cause_fact(c, "shared", "still in memory ", as_bytes(shared));
	return cause_says(c, "pages that other processes map, too, are not "
			     "paged out");
}

static const struct cause_row rows[] = {
	{"mapped-elsewhere", "madvise=ok",
		"pages of a file that other processes map, too, are not paged "
		"out",
		NULL, mapped_elsewhere},
};

const struct cause_table causes_of_page_out = {rows, ARRAY_SIZE(rows)};
