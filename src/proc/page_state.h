/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page is: all that was read of it put together, in one place. */
#ifndef MEMTOOL_PROC_PAGE_STATE_H
#define MEMTOOL_PROC_PAGE_STATE_H

#include "proc/pagemap.h"
#include "proc/smaps.h"
#include "words/page_states.h"

/* What PAGEMAP_SCAN has told of some pages. */
struct scanned {
	bool told; /* false: there was no scan */
	bool file, zero, huge, guard;
};

/* From what it found: UAPI_PAGE_IS_... */
struct scanned scanned_of(uint64_t categories);

/* The size of a huge page in this mapping, bytes; 0: there can be none. */
uint64_t huge_page_of(const struct smaps_mapping *mapping);

struct page_evidence {
	const struct pagemap_entry *entry;
	const struct scanned *scanned;
	const uint64_t *flags; /* of its frame; NULL: they are not known */
	const struct smaps_mapping *mapping; /* with its figures */
	bool shmem; /* it is a file's: of memory that behaves as a file */
};

/* PAGE_UNKNOWN: what was read leaves it open. */
enum page_state page_state_of(const struct page_evidence *evidence);

#endif
