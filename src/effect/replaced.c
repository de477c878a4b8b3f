/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What MAP_FIXED and MREMAP_FIXED replaced.  The kernel unmaps what lies there
 * first; if the new mapping looks the same, only the call shows that it is new.
 */
#include "effect/effect.h"
#include "proc/read.h"
#include "words/uapi.h"

/* The kernel rounds lengths up to whole pages, and to huge ones of the pool. */
static uint64_t page_of(const struct call *call)
{
	uint64_t flags = arg(call, ROLE_FLAGS);
	unsigned shift = (flags >> MAP_HUGE_SHIFT) & MAP_HUGE_MASK;
	uint64_t huge = shift ? (uint64_t)1 << shift : 0;

	/* mremap's flags have no such bit. */
	if (!(flags & MAP_HUGETLB))
		return call->page_size;
	if (!huge)
		huge = read_huge_page_size();
	return huge ? huge : call->page_size;
}

struct replaced effect_replaced(const struct record *record)
{
	struct replaced replaced = {record->region_start, record->region_start};
	uint64_t page, size = record->region_size;

	if (record->outcome.kind != OUTCOME_OK || !record->has_region ||
		!call_has_flag(&record->call, FLAG_REPLACES))
		return replaced;
	page = page_of(&record->call);
	replaced.end += size + (page - size % page) % page;
	return replaced;
}
