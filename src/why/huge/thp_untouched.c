/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MADV_COLLAPSE copies pages that are there into a huge page. */
#include <inttypes.h>
#include <unistd.h>

#include "proc/huge_pages.h"
#include "proc/pagemap.h"
#include "why/evidence.h"
#include "why/huge/thp.h"
#include "words/array.h"
#include "words/uapi.h"

static bool has_page(
	const struct diagnosis *d, int pagemap, uint64_t start, uint64_t end)
{
	enum { AT_ONCE = 512 };
	uint64_t entries[AT_ONCE];

	while (start < end) {
		uint64_t left = (end - start) / d->page;
		size_t wanted = left < AT_ONCE ? left : AT_ONCE;

		/* What cannot be read may have one. */
		if (pagemap_read(pagemap, start / d->page, entries, wanted) <
			wanted)
			return true;
		for (size_t i = 0; i < wanted; i++)
			if (pagemap_is_there(entries[i]))
				return true;
		start += wanted * d->page;
	}
	return false;
}

/* Find the place of a huge page without a page; false: none, or unknown. */
static bool find_empty(const struct diagnosis *d, const struct range *within,
	uint64_t size, uint64_t *place)
{
	int pagemap = pagemap_open(d->subject);
	bool found = false;

	if (pagemap == -1)
		return false;
	for (*place = round_up(within->start, size);
		*place < within->end && within->end - *place >= size;
		*place += size) {
		found = !has_page(d, pagemap, *place, *place + size);
		if (found)
			break;
	}
	close(pagemap);
	return found;
}

/*
 * Pages that were only read are the zero page.  It is no page of the mapping's
 * own, and without one the mapping has no anon_vma, which COLLAPSE needs
 * (mm/huge_memory.c, __thp_vma_allowable_orders()).
 */
static bool find_untouched(const struct diagnosis *d,
	const struct smaps_mapping *m, struct range range, uint64_t size,
	uint64_t *place)
{
	const struct mapping *mapping = &m->mapping;
	struct range within = {
		mapping->start > range.start ? mapping->start : range.start,
		mapping->end < range.end ? mapping->end : range.end};

	*place = round_up(within.start, size);
	if (m->memory.of[MEMORY_ANONYMOUS] == 0 &&
		m->memory.of[MEMORY_SWAPPED] == 0)
		return *place < within.end && within.end - *place >= size;
	return find_empty(d, &within, size, place);
}

static bool thp_untouched(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;
	uint64_t size, place;
	bool shmem, found = false;

	if (!thp_advises(d, MADV_COLLAPSE) || !range_of(d, &range) ||
		!thp_kind_of(d, &shmem) || shmem || !read_thp_size(&size))
		return false;
	walk = smaps_walk_of(d, range);
	while (!found && smaps_walk_next(&walk, &m))
		found = !has_flag(&m, "nh") &&
			find_untouched(d, &m, range, size, &place);
	if (!found)
		return false;
	cause_fact(c, "untouched", "untouched ", as_address(place));
	cause_fact(c, "huge_page", "huge page ", as_bytes(size));
	cause_try(c, "mmap %" PRIu64 " then touch write then madvise collapse",
		arg(d->call, ROLE_LENGTH));
	return cause_says(c, "there are no pages to collapse where nothing has "
			     "been written");
}

static const struct cause_row rows[] = {
	{"thp-untouched", "madvise=EINVAL",
		"there are no pages to collapse where nothing has been written",
		"touch write before madvise collapse", thp_untouched},
};

const struct cause_table causes_of_thp_untouched = {rows, ARRAY_SIZE(rows)};
