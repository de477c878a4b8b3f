/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/page_state.h"

#include "proc/huge_pages.h"
#include "proc/mapping_kind.h"
#include "words/uapi.h"

struct scanned scanned_of(uint64_t categories)
{
	return (struct scanned){.done = true,
		.file = categories & UAPI_PAGE_IS_FILE,
		.zero = categories & UAPI_PAGE_IS_PFNZERO,
		.huge = categories & UAPI_PAGE_IS_HUGE,
		.guard = categories & UAPI_PAGE_IS_GUARD};
}

uint64_t huge_page_of(const struct smaps_mapping *m)
{
	uint64_t size;

	if (mapping_is_flagged(&m->mapping, "ht"))
		return m->kernel_page;
	return read_thp_size(&size) ? size : 0;
}

/* The zero page is neither; but a page shared with a child looks the same. */
static bool may_be_zero(
	const struct pagemap_entry *entry, const uint64_t *flags)
{
	return !entry->file && !entry->exclusive && !flags;
}

/* Without a scan: whether all present pages of the mapping are huge. */
static bool all_huge(const struct smaps_mapping *m)
{
	const int64_t *of = m->memory.of;

	return mapping_is_flagged(&m->mapping, "ht") ||
	       (of[MEMORY_HUGE_ANONYMOUS] > 0 &&
		       of[MEMORY_HUGE_ANONYMOUS] == of[MEMORY_RESIDENT]);
}

/* Pages that are not memory (VM_PFNMAP) have no entry. */
static enum page_state state_of_absent(const struct smaps_mapping *m)
{
	return mapping_is_flagged(&m->mapping, "pf") ? PAGE_UNKNOWN
						     : PAGE_UNTOUCHED;
}

static enum page_state state_of_present(const struct page_evidence *evidence)
{
	const struct scanned *scanned = evidence->scanned;
	bool file = scanned->done ? scanned->file : evidence->entry->file;
	bool zero =
		scanned->zero ||
		(evidence->flags && frame_has(*evidence->flags, FRAME_ZERO));

	if (file && mapping_kind(&evidence->mapping->mapping) == KIND_SPECIAL)
		return PAGE_RESIDENT;
	/* The huge zero page looks like a file's. */
	if (zero || (file && !mapping_is_file(&evidence->mapping->mapping)))
		return PAGE_ZERO;
	if (scanned->done ? scanned->huge : all_huge(evidence->mapping))
		return PAGE_HUGE;
	if (file)
		return evidence->shmem ? PAGE_SHMEM : PAGE_FILE;
	if (!scanned->done && may_be_zero(evidence->entry, evidence->flags))
		return PAGE_RESIDENT;
	return PAGE_PRESENT;
}

enum page_state page_state_of(const struct page_evidence *evidence)
{
	if (evidence->scanned->guard || evidence->entry->guard)
		return PAGE_GUARD;
	/* Markers look swapped too; smaps counts real swap entries. */
	if (evidence->entry->swapped)
		return evidence->mapping->memory.of[MEMORY_SWAPPED] == 0
			       ? PAGE_UNKNOWN
			       : PAGE_SWAPPED;
	return evidence->entry->present ? state_of_present(evidence)
					: state_of_absent(evidence->mapping);
}
