/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files share that look at the pages of a sleeping subject. */
#ifndef MEMTOOL_OBSERVER_LOOKING_H
#define MEMTOOL_OBSERVER_LOOKING_H

#include "observer/internal.h"
#include "proc/page_state.h"
#include "record/pages.h"

/* The part of a mapping that lies in the region, and what smaps says of it. */
struct piece {
	uint64_t start, end;
	struct smaps_mapping whole; /* the mapping, with its figures */
	bool shmem;  /* its pages are a file's, of memory that behaves as one */
	bool device; /* its pages are not memory (VM_PFNMAP) */
	bool hugetlb; /* all of them are huge */
	enum known locked;
	uint64_t huge_size; /* of a huge page in it */
};

struct looking {
	struct observer *o;
	struct pages *pages;
	size_t step;        /* its index in the plan */
	int pagemap, flags; /* descriptors, or -1 */
	bool soft_dirty;    /* this kernel keeps account of it */
	bool merged_flag;   /* the flag KSM of frames can be believed */
	uint64_t budget;    /* pages that may yet be looked at one by one */
	struct piece piece;
};

/* The part of mapping M from START to END. */
struct piece piece_of(const struct looking *l, const struct smaps_mapping *m,
	uint64_t start, uint64_t end);

/*
 * Add runs for all of the piece.  False: it was cut short, and pages->reason
 * says by what.
 */
bool look_by_scan(struct looking *l);
bool look_by_pagemap(struct looking *l);
bool look_by_mincore(struct looking *l);

/*
 * Add runs for these pages, which have entries in the pagemap.  False as above;
 * after a scan, once the budget is used up, they are added without properties.
 */
bool look_closely(struct looking *l, uint64_t start, uint64_t end,
	const struct scanned *scanned);

/* Add COUNT pages of one state, of which nothing more is to be said. */
bool look_plain(
	struct looking *l, uint64_t start, uint64_t end, enum page_state state);

/* The run of one page, from its entry and (where FLAGS is no NULL) its frame's.
 */
struct page_run judge_page(const struct looking *l,
	const struct pagemap_entry *entry, const struct scanned *scanned,
	const uint64_t *flags);

/* Where one frees lazily and writes again, smaps alone knows: it decides. */
void settle_lazily_freed(struct looking *l, size_t from);

/* Show how far it is; whether to stop: .reason is set then. */
bool look_interrupted(struct looking *l);

#endif
