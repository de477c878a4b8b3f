/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of a page: the one place that combines all evidence. */
#ifndef MEMTOOL_PROC_PAGE_STATE_H
#define MEMTOOL_PROC_PAGE_STATE_H

#include "proc/pagemap.h"
#include "proc/smaps.h"
#include "words/page_states.h"

/* The result of PAGEMAP_SCAN for some pages. */
struct scanned {
	bool done; /* false: there was no scan */
	bool file, zero, huge, guard;
};

/* From its categories: UAPI_PAGE_IS_... */
struct scanned scanned_of(uint64_t categories);

/* The size of a huge page in this mapping, bytes; 0: there can be none. */
uint64_t huge_page_of(const struct smaps_mapping *mapping);

struct page_evidence {
	const struct pagemap_entry *entry;
	const struct scanned *scanned;
	const uint64_t *flags;               /* of its frame; NULL: unknown */
	const struct smaps_mapping *mapping; /* with its figures */
	bool shmem; /* it belongs to a file in memory */
};

/* PAGE_UNKNOWN: the evidence is not sufficient. */
enum page_state page_state_of(const struct page_evidence *evidence);

#endif
