/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/page_state.h"

#include "proc/huge_pages.h"
#include "proc/mapping_kind.h"
#include "words/uapi.h"

struct scanned scanned_of(uint64_t categories)
{
	return (struct scanned){.told = true,
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

/* The zero page has neither; but then a page may be shared with a child. */
static bool may_be_zero(
	const struct pagemap_entry *entry, const uint64_t *flags)
{
	return !entry->file && !entry->exclusive && !flags;
}

/* Without a scan: every page of the mapping that is there is a huge one. */
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

static enum page_state state_of_present(const struct page_evidence *e)
{
	const struct scanned *scanned = e->scanned;
	bool file = scanned->told ? scanned->file : e->entry->file;
	bool zero =
		scanned->zero || (e->flags && frame_has(*e->flags, FRAME_ZERO));

	if (file && mapping_kind(&e->mapping->mapping) == KIND_SPECIAL)
		return PAGE_RESIDENT;
	/* The huge zero page reads as a file's. */
	if (zero || (file && !mapping_is_file(&e->mapping->mapping)))
		return PAGE_ZERO;
	if (scanned->told ? scanned->huge : all_huge(e->mapping))
		return PAGE_HUGE;
	if (file)
		return e->shmem ? PAGE_SHMEM : PAGE_FILE;
	if (!scanned->told && may_be_zero(e->entry, e->flags))
		return PAGE_RESIDENT;
	return PAGE_PRESENT;
}

enum page_state page_state_of(const struct page_evidence *e)
{
	if (e->scanned->guard || e->entry->guard)
		return PAGE_GUARD;
	/* Markers read as swapped too; smaps counts what really is. */
	if (e->entry->swapped)
		return e->mapping->memory.of[MEMORY_SWAPPED] == 0
			       ? PAGE_UNKNOWN
			       : PAGE_SWAPPED;
	return e->entry->present ? state_of_present(e)
				 : state_of_absent(e->mapping);
}
