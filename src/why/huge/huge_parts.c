/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on a part of a huge page, and advice that drops huge pages. */
#include "proc/huge_pages.h"
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

/* Documentation/mm/transhuge.rst: "Partial unmap and deferred_split_folio()" */
static bool thp_split(const struct diagnosis *d, struct cause *c)
{
	bool gives_back = asks(d, &command_munmap) ||
			  (diagnosis_advice(d)->traits & ADVICE_DROPS);
	int64_t split = split_of(d);
	struct range range;
	uint64_t size;

	if (split <= 0 || !read_thp_size(&size) || !range_of(d, &range) ||
		(range.start % size == 0 && range.end % size == 0))
		return false;
	cause_fact(
		c, "split", "in small pages now ", as_bytes((uint64_t)split));
	cause_fact(c, "huge_page", "huge page size ", as_bytes(size));
	cause_try(c, "a range of whole huge pages");
	return cause_says(c, "%s",
		gives_back ? "a huge page was split: its dropped part is freed "
			     "only when memory is short"
			   : "a huge page was split, because a part of it now "
			     "differs");
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
