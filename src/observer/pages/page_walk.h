/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read the pages of a sleeping subject share. */
#ifndef MEMTOOL_OBSERVER_PAGES_PAGE_WALK_H
#define MEMTOOL_OBSERVER_PAGES_PAGE_WALK_H

#include "observer/internal.h"
#include "proc/page_state.h"
#include "record/pages.h"

/* The part of a mapping in the region, with its figures of smaps. */
struct mapping_part {
	uint64_t start, end;
	struct smaps_mapping whole; /* the mapping, with its figures */
	bool shmem;                 /* its pages belong to a file in memory */
	bool device;                /* its pages are not memory (VM_PFNMAP) */
	bool hugetlb;               /* all its pages are huge */
	enum known locked;
	uint64_t huge_size; /* size of its huge pages */
};

struct page_walk {
	struct observer *o;
	struct pages *pages;
	size_t step;        /* its index in the plan */
	int pagemap, flags; /* descriptors, or -1 */
	bool soft_dirty;    /* this kernel tracks it */
	bool merged_flag;   /* the KSM flag of frames is reliable */
	uint64_t budget;    /* pages that may still be read one by one */
	struct mapping_part part;
};

/* The part of mapping M from START to END. */
struct mapping_part mapping_part_of(const struct page_walk *walk,
	const struct smaps_mapping *m, uint64_t start, uint64_t end);

/* Add runs for the whole part.  False: stopped early; see pages->reason. */
bool walk_by_scan(struct page_walk *walk);
bool walk_by_pagemap(struct page_walk *walk);
bool walk_by_mincore(struct page_walk *walk);

/*
 * Add runs for these pages, from the pagemap.  False as above; after a scan,
 * when the budget is used up, they are added without properties.
 */
bool walk_pagemap(struct page_walk *walk, uint64_t start, uint64_t end,
	const struct scanned *scanned);

/* Add COUNT pages of one state, without properties. */
bool walk_plain(struct page_walk *walk, uint64_t start, uint64_t end,
	enum page_state state);

/* The run of one page, from its entry and, unless NULL, its frame's FLAGS. */
struct page_run describe_page(const struct page_walk *walk,
	const struct pagemap_entry *entry, const struct scanned *scanned,
	const uint64_t *flags);

/* For pages written after MADV_FREE only smaps is right: let it decide. */
void settle_lazily_freed(struct page_walk *walk, size_t from);

/* Show the progress; whether to stop, with .reason set. */
bool walk_interrupted(struct page_walk *walk);

#endif
