/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on a part of a huge page, and advice that drops huge pages. */
#include "proc/huge_pages.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/*
 * Whoever asks may not know of the huge pages: the kernel drops none of which a
 * part was meant to stay (mm/madvise.c, madvise_dontneed_free_valid_vma).
 */
static bool hugetlb_rounded(const struct inquiry *q, struct cause *c)
{
	char text[32];
	uint64_t size, dropped;
	struct range range;

	if (!(inquiry_advice(q)->traits & ADVICE_DROPS) || !range_of(q, &range))
		return false;
	size = page_at(q, range.end - 1);
	if (size == q->page || range.end % size == 0)
		return false;
	dropped = range.end - range.end % size;
	dropped = dropped > range.start ? dropped - range.start : 0;
	cause_fact(c, "asked", "asked ", as_bytes(range.end - range.start));
	cause_fact(c, "dropped", "dropped ", as_bytes(dropped));
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	cause_try_size(q, c, "length", round_up(range.end, size) - range.start);
	format_bytes(size, text, sizeof(text));
	return cause_says(c,
		"only whole huge pages of %s are dropped: the end was rounded "
		"down",
		text);
}

/* Before Linux 5.18 no advice dropped huge pages of the pool. */
static bool hugetlb_kept(const struct inquiry *q, struct cause *c)
{
	uint64_t size = page_at(q, arg(q->call, ROLE_ADDR));

	/* Where the start is no multiple of them, hugetlb-size tells. */
	if (!(inquiry_advice(q)->traits & ADVICE_DROPS) || size == q->page ||
		arg(q->call, ROLE_ADDR) % size)
		return false;
	cause_fact(c, "huge_page", "huge pages of ", as_bytes(size));
	cause_try(c, "munmap");
	cause_try(c, "Linux 5.18 or newer");
	return cause_says(
		c, "this kernel drops no huge pages of the pool by advice");
}

/* How much is no longer mapped by huge pages, though it is still there. */
static int64_t split_of(const struct inquiry *q)
{
	int64_t huge = effect_delta(q->effect, MEMORY_HUGE_ANONYMOUS);
	int64_t anonymous = effect_delta(q->effect, MEMORY_ANONYMOUS);

	return huge < 0 && anonymous <= 0 ? anonymous - huge : 0;
}

/* Documentation/mm/transhuge.rst: "Partial unmap and deferred_split_folio()" */
static bool thp_split(const struct inquiry *q, struct cause *c)
{
	bool gives_back = asks(q, &command_munmap) ||
			  (inquiry_advice(q)->traits & ADVICE_DROPS);
	int64_t split = split_of(q);
	struct range range;
	uint64_t size;

	if (split <= 0 || !read_thp_size(&size) || !range_of(q, &range) ||
		(range.start % size == 0 && range.end % size == 0))
		return false;
	cause_fact(
		c, "split", "in small pages now ", as_bytes((uint64_t)split));
	cause_fact(c, "huge_page", "huge pages have ", as_bytes(size));
	cause_try(c, "a range of whole huge pages");
	return cause_says(c, "%s",
		gives_back
			? "a huge page was split: what was dropped of it is "
			  "free only when memory is short"
			: "a huge page was split, as a part of it differs from "
			  "the rest");
}

static const struct cause_row rows[] = {
	{"hugetlb-rounded", "madvise=ok",
		"of huge pages of the pool only whole ones are dropped",
		"--length at a multiple of the huge page", hugetlb_rounded},
	{"hugetlb-kept", "madvise=EINVAL",
		"before Linux 5.18 huge pages of the pool are not dropped",
		"munmap", hugetlb_kept},
	{"thp-split", "madvise=ok munmap=ok mprotect=ok",
		"the range ended within a transparent huge page, which was "
		"split",
		"a range of whole huge pages", thp_split},
};

const struct cause_table causes_of_huge_parts = {rows, ARRAY_SIZE(rows)};
