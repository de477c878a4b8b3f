/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on a part of a huge page, and advice that drops huge pages. */
#include <unistd.h>

#include "proc/huge_pages.h"
#include "proc/pagemap.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

/*
 * The caller may not know about the huge pages, so the kernel drops none that
 * the range covers in part (mm/madvise.c, madvise_dontneed_free_valid_vma).
 */
static bool hugetlb_rounded(const struct diagnosis *d, struct cause *c)
{
	char text[32];
	uint64_t size, dropped;
	struct range range;

	if (!(diagnosis_advice(d)->traits & ADVICE_DROPS) ||
		!range_of(d, &range))
		return false;
	size = page_at(d, range.end - 1);
	if (size == d->page || range.end % size == 0)
		return false;
	dropped = range.end - range.end % size;
	dropped = dropped > range.start ? dropped - range.start : 0;
	cause_fact(c, "asked", "asked ", as_bytes(range.end - range.start));
	cause_fact(c, "dropped", "dropped ", as_bytes(dropped));
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	cause_try_size(d, c, "length", round_up(range.end, size) - range.start);
	format_bytes(size, text, sizeof(text));
	return cause_says(c,
		"only whole huge pages of %s are dropped: the end was rounded "
		"down",
		text);
}

/* Before Linux 5.18 no advice dropped hugetlb pages. */
static bool hugetlb_kept(const struct diagnosis *d, struct cause *c)
{
	uint64_t size = page_at(d, arg(d->call, ROLE_ADDR));

	/* A misaligned start is left to hugetlb-size. */
	if (!(diagnosis_advice(d)->traits & ADVICE_DROPS) || size == d->page ||
		arg(d->call, ROLE_ADDR) % size)
		return false;
	cause_fact(c, "huge_page", "huge page size ", as_bytes(size));
	cause_try(c, "munmap");
	cause_try(c, "Linux 5.18 or newer");
	return cause_says(
		c, "this kernel does not drop hugetlb pages by advice");
}

/* How much memory is still resident, but no longer in huge pages. */
static int64_t split_of(const struct diagnosis *d)
{
	int64_t huge = effect_delta(d->effect, MEMORY_HUGE_ANONYMOUS);
	int64_t anonymous = effect_delta(d->effect, MEMORY_ANONYMOUS);

	return huge < 0 && anonymous <= 0 ? anonymous - huge : 0;
}

/* The page of zeros is not the process's own, and no file's. */
static bool is_zero_page(uint64_t bits)
{
	struct pagemap_entry is = pagemap_decode(bits);

	return is.present && !is.file && !is.exclusive;
}

/* How much of a huge page at START is mapped to the page of zeros now. */
static uint64_t zeros_at(
	const struct diagnosis *d, int pagemap, uint64_t start, uint64_t size)
{
	enum { AT_ONCE = 512 };
	uint64_t entries[AT_ONCE], zeros = 0, left = size / d->page;

	while (left) {
		size_t wanted = left < AT_ONCE ? left : AT_ONCE;
		size_t got =
			pagemap_read(pagemap, start / d->page, entries, wanted);

		for (size_t i = 0; i < got; i++)
			zeros += is_zero_page(entries[i]);
		if (got < wanted)
			break;
		start += got * d->page;
		left -= got;
	}
	return zeros * d->page;
}

/* Other advice, munmap and mprotect split only the mapping of a huge page. */
static bool splits_pages(const struct diagnosis *d)
{
	return asks(d, &command_madvise) &&
	       !(diagnosis_advice(d)->traits & ADVICE_DROPS) &&
	       effect_delta(d->effect, MEMORY_ANONYMOUS) < 0 &&
	       effect_delta(d->effect, MEMORY_HUGE_ANONYMOUS) < 0;
}

/* Pages that a child has too are not exclusive either, but no zeros. */
static bool is_shared(const struct diagnosis *d, struct range range)
{
	struct smaps_walk walk = smaps_walk_after(d, range);
	struct smaps_mapping m;

	while (smaps_walk_next(&walk, &m))
		if (m.memory.of[MEMORY_SHARED_DIRTY] > 0)
			return true;
	return false;
}

/*
 * mm/huge_memory.c, remap_page(): since Linux 6.12 a split frees pages that
 * hold only zeros.  The huge pages at the ends of the range are split.
 */
static uint64_t freed_zeros(
	const struct diagnosis *d, struct range range, uint64_t size)
{
	uint64_t first = range.start - range.start % size;
	uint64_t last = range.end - range.end % size, zeros = 0, gone;
	int pagemap;

	if (!splits_pages(d) || is_shared(d, range))
		return 0;
	pagemap = pagemap_open(d->subject);
	if (pagemap == -1)
		return 0;
	if (range.start != first)
		zeros += zeros_at(d, pagemap, first, size);
	if (range.end != last && (last != first || range.start == first))
		zeros += zeros_at(d, pagemap, last, size);
	close(pagemap);
	gone = (uint64_t)-effect_delta(d->effect, MEMORY_ANONYMOUS);
	return zeros < gone ? zeros : gone;
}

static const char *split_message(const struct diagnosis *d, uint64_t zeros)
{
	bool gives_back = asks(d, &command_munmap) ||
			  (diagnosis_advice(d)->traits & ADVICE_DROPS);

	if (zeros)
		return "a huge page was split, which freed its pages that held "
		       "only zeros";
	return gives_back ? "a huge page was split: its dropped part is freed "
			    "only when memory is short"
			  : "a huge page was split, because a part of it now "
			    "differs";
}

/* Documentation/mm/transhuge.rst: "Partial unmap and deferred_split_folio()" */
static bool thp_split(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	uint64_t size, split, zeros;

	if (!read_thp_size(&size) || !range_of(d, &range) ||
		(range.start % size == 0 && range.end % size == 0))
		return false;
	zeros = freed_zeros(d, range, size);
	split = split_of(d) > 0 ? (uint64_t)split_of(d) : 0;
	if (!split && !zeros)
		return false;
	cause_fact(c, "split", split ? "in small pages now " : NULL,
		as_bytes(split));
	if (zeros)
		cause_fact(c, "zeros", "mapped to the page of zeros ",
			as_bytes(zeros));
	cause_fact(c, "huge_page", "huge page size ", as_bytes(size));
	cause_try(c, "a range of whole huge pages");
	return cause_says(c, "%s", split_message(d, zeros));
}

static const struct cause_row rows[] = {
	{"hugetlb-rounded", "madvise=ok",
		"only whole hugetlb pages are dropped",
		"a --length that is a multiple of the huge page size",
		hugetlb_rounded},
	{"hugetlb-kept", "madvise=EINVAL",
		"before Linux 5.18 hugetlb pages are not dropped", "munmap",
		hugetlb_kept},
	{"thp-split", "madvise=ok munmap=ok mprotect=ok",
		"the range ended within a transparent huge page, which was "
		"split",
		"a range of whole huge pages", thp_split},
};

const struct cause_table causes_of_huge_parts = {rows, ARRAY_SIZE(rows)};
