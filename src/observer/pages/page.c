/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Describe a page from its entry, its frame's flags and its mapping. */
#include "observer/pages/page_walk.h"
#include "proc/merging.h"

static enum known as_known(bool truth)
{
	return truth ? KNOWN_YES : KNOWN_NO;
}

static bool none_huge(const struct mapping_part *part)
{
	const int64_t *of = part->whole.memory.of;

	return !part->hugetlb && of[MEMORY_HUGE_ANONYMOUS] == 0 &&
	       of[MEMORY_HUGE_FILE] == 0;
}

static uint64_t size_of(const struct page_walk *walk, enum page_state state,
	const struct pagemap_entry *entry, const struct scanned *scanned)
{
	/* The huge zero page, which smaps does not count. */
	bool huge = scanned->done ? scanned->huge
				  : state == PAGE_ZERO && entry->file;
	bool known =
		scanned->done || state == PAGE_ZERO || none_huge(&walk->part);

	if (state == PAGE_HUGE || huge)
		return walk->part.huge_size;
	return known ? walk->pages->page_size : 0;
}

/*
 * Pages of a locked mapping are locked; PG_mlocked shows whether they already
 * are.
 */
static enum known is_locked(
	const struct mapping_part *part, const uint64_t *flags)
{
	if (part->locked == KNOWN_NO || !flags)
		return part->locked;
	return as_known(frame_has(*flags, FRAME_MLOCKED));
}

static enum known is_lazily_freed(const struct mapping_part *part,
	enum page_state state, const struct pagemap_entry *entry,
	const uint64_t *flags)
{
	int64_t lazily_freed = part->whole.memory.of[MEMORY_LAZILY_FREED];

	if (state == PAGE_FILE || state == PAGE_SHMEM || state == PAGE_ZERO ||
		entry->file || part->hugetlb || lazily_freed == 0)
		return KNOWN_NO;
	if (flags)
		return as_known(frame_has(*flags, FRAME_ANONYMOUS) &&
				!frame_has(*flags, FRAME_SWAPBACKED));
	if (lazily_freed > 0 && state != PAGE_RESIDENT &&
		lazily_freed == part->whole.memory.of[MEMORY_ANONYMOUS])
		return KNOWN_YES;
	return KNOWN_NOTHING;
}

static enum known is_merged(const struct page_walk *walk, const uint64_t *flags)
{
	static const enum known known[] = {
		[MERGING_UNKNOWN] = KNOWN_NOTHING,
		[MERGING_NO] = KNOWN_NO,
		[MERGING_YES] = KNOWN_YES,
	};

	return known[merging_of(&walk->part.whole, flags, walk->merged_flag)];
}

struct page_run describe_page(const struct page_walk *walk,
	const struct pagemap_entry *entry, const struct scanned *scanned,
	const uint64_t *flags)
{
	const struct mapping_part *part = &walk->part;
	struct page_run run = {.pages = 1};
	const struct page_evidence evidence = {
		entry, scanned, flags, &part->whole, part->shmem};

	run.state = page_state_of(&evidence);
	if (walk->soft_dirty && (entry->present || run.state == PAGE_SWAPPED))
		run.has[PAGE_SOFT_DIRTY] = as_known(entry->soft_dirty);
	if (!entry->present)
		return run;
	run.size = size_of(walk, run.state, entry, scanned);
	run.has[PAGE_LOCKED] = is_locked(part, flags);
	run.has[PAGE_LAZILY_FREED] =
		is_lazily_freed(part, run.state, entry, flags);
	run.has[PAGE_EXCLUSIVE] = as_known(entry->exclusive);
	run.has[PAGE_MERGED] = is_merged(walk, flags);
	run.has_frame = entry->frame != 0;
	run.consecutive = run.has_frame;
	run.frame = entry->frame;
	return run;
}

/*
 * A page written after MADV_FREE is no longer free, but its frame's flags show
 * that only after reclaim scans it: the dirty bit is only in the sums of smaps.
 */
void settle_lazily_freed(struct page_walk *walk, size_t from)
{
	int64_t really = walk->part.whole.memory.of[MEMORY_LAZILY_FREED];
	struct pages *pages = walk->pages;
	uint64_t seeming = 0;

	for (size_t i = from; i < pages->count; i++)
		if (pages->runs[i].has[PAGE_LAZILY_FREED] == KNOWN_YES)
			seeming += pages->runs[i].pages;
	if (really >= 0 && seeming * pages->page_size <= (uint64_t)really)
		return;
	for (size_t i = from; i < pages->count; i++)
		if (pages->runs[i].has[PAGE_LAZILY_FREED] == KNOWN_YES)
			pages->runs[i].has[PAGE_LAZILY_FREED] = KNOWN_NOTHING;
}
