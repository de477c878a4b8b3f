/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page is: its entry, its frame's flags and its mapping put together. */
#include "observer/looking.h"
#include "proc/merging.h"

static enum known as_known(bool truth)
{
	return truth ? KNOWN_YES : KNOWN_NO;
}

static bool none_huge(const struct piece *piece)
{
	const int64_t *of = piece->whole.memory.of;

	return !piece->hugetlb && of[MEMORY_HUGE_ANONYMOUS] == 0 &&
	       of[MEMORY_HUGE_FILE] == 0;
}

static uint64_t size_of(const struct looking *l, enum page_state state,
	const struct pagemap_entry *entry, const struct scanned *scanned)
{
	/* The huge zero page, which smaps does not count. */
	bool huge = scanned->told ? scanned->huge
				  : state == PAGE_ZERO && entry->file;
	bool known =
		scanned->told || state == PAGE_ZERO || none_huge(&l->piece);

	if (state == PAGE_HUGE || huge)
		return l->piece.huge_size;
	return known ? l->pages->page_size : 0;
}

/* A locked mapping's pages are locked; PG_mlocked says whether it has come. */
static enum known is_locked(const struct piece *piece, const uint64_t *flags)
{
	if (piece->locked == KNOWN_NO || !flags)
		return piece->locked;
	return as_known(frame_has(*flags, FRAME_MLOCKED));
}

static enum known is_lazily_freed(const struct piece *piece,
	enum page_state state, const struct pagemap_entry *entry,
	const uint64_t *flags)
{
	int64_t lazily_freed = piece->whole.memory.of[MEMORY_LAZILY_FREED];

	if (state == PAGE_FILE || state == PAGE_SHMEM || state == PAGE_ZERO ||
		entry->file || piece->hugetlb || lazily_freed == 0)
		return KNOWN_NO;
	if (flags)
		return as_known(frame_has(*flags, FRAME_ANONYMOUS) &&
				!frame_has(*flags, FRAME_SWAPBACKED));
	if (lazily_freed > 0 && state != PAGE_RESIDENT &&
		lazily_freed == piece->whole.memory.of[MEMORY_ANONYMOUS])
		return KNOWN_YES;
	return KNOWN_NOTHING;
}

static enum known is_merged(const struct looking *l, const uint64_t *flags)
{
	static const enum known known[] = {
		[MERGING_UNKNOWN] = KNOWN_NOTHING,
		[MERGING_NO] = KNOWN_NO,
		[MERGING_YES] = KNOWN_YES,
	};

	return known[merging_of(&l->piece.whole, flags, l->merged_flag)];
}

struct page_run judge_page(const struct looking *l,
	const struct pagemap_entry *entry, const struct scanned *scanned,
	const uint64_t *flags)
{
	const struct piece *piece = &l->piece;
	struct page_run run = {.pages = 1};
	const struct page_evidence evidence = {
		entry, scanned, flags, &piece->whole, piece->shmem};

	run.state = page_state_of(&evidence);
	if (l->soft_dirty && (entry->present || run.state == PAGE_SWAPPED))
		run.has[PAGE_SOFT_DIRTY] = as_known(entry->soft_dirty);
	if (!entry->present)
		return run;
	run.size = size_of(l, run.state, entry, scanned);
	run.has[PAGE_LOCKED] = is_locked(piece, flags);
	run.has[PAGE_LAZILY_FREED] =
		is_lazily_freed(piece, run.state, entry, flags);
	run.has[PAGE_EXCLUSIVE] = as_known(entry->exclusive);
	run.has[PAGE_MERGED] = is_merged(l, flags);
	run.has_frame = entry->frame != 0;
	run.consecutive = run.has_frame;
	run.frame = entry->frame;
	return run;
}

/*
 * What is written after MADV_FREE is no longer free, but its frame reads so
 * until the kernel comes by: the dirty bit that tells is only in smaps' sum.
 */
void settle_lazily_freed(struct looking *l, size_t from)
{
	int64_t really = l->piece.whole.memory.of[MEMORY_LAZILY_FREED];
	struct pages *pages = l->pages;
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
