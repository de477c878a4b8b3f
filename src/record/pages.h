/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The states of a region's pages, as runs of equal ones. */
#ifndef MEMTOOL_RECORD_PAGES_H
#define MEMTOOL_RECORD_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/page_states.h"
#include "words/reason.h"

enum page_property {
	PAGE_LOCKED,
	PAGE_LAZILY_FREED,
	PAGE_EXCLUSIVE, /* mapped by no other process */
	PAGE_SOFT_DIRTY,
	PAGE_MERGED, /* by KSM */
	PAGE_PROPERTIES,
};

/* Not applicable also counts as unknown: an untouched page is not locked. */
enum known { KNOWN_NOTHING, KNOWN_NO, KNOWN_YES };

struct page_run {
	uint64_t start; /* address */
	uint64_t pages;
	enum page_state state;
	enum known has[PAGE_PROPERTIES];
	uint64_t size;    /* of the mapped page; 0: none, or unknown */
	uint64_t frame;   /* of the first page */
	bool has_frame;   /* all of them have a readable one */
	bool consecutive; /* each frame follows the one before */
};

enum { RUNS_MAX = 32768 };

struct pages {
	const char *source;   /* "pagemap_scan"; NULL: refused, see .reason */
	bool scanned;         /* by ioctl PAGEMAP_SCAN */
	struct reason reason; /* what could not be seen; "": nothing */
	const char *flags;    /* "kpageflags" if it was read, else NULL */
	uint64_t start, end, page_size;
	struct page_run *runs;
	size_t count, room;
	size_t settled; /* runs before this one stay as they are */
};

/* "lazily_freed": the JSON key. */
const char *page_property_name(enum page_property property);

/*
 * Append a run that begins where the last one ended; equal runs are joined.
 * False: too many, or out of memory; .reason has the error.
 */
bool pages_add(struct pages *pages, const struct page_run *run);

/* The end of the last run. */
uint64_t pages_reached(const struct pages *pages);

/* Join equal neighbours, from run FROM on. */
void pages_join(struct pages *pages, size_t from);

/* Append a run of unknown pages up to END, if any are missing. */
void pages_finish(struct pages *pages);

/* Count the pages in each state; count those known to have the property. */
void pages_count(const struct pages *pages, uint64_t counts[PAGE_STATES]);
uint64_t pages_having(const struct pages *pages, enum page_property property);

void pages_free(struct pages *pages);

#endif
