/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the pages of a region were found to be: runs of equal ones. */
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
	PAGE_EXCLUSIVE, /* mapped by nobody else */
	PAGE_SOFT_DIRTY,
	PAGE_MERGED, /* by KSM */
	PAGE_PROPERTIES,
};

/* Unknown is also what does not apply: an untouched page is not locked. */
enum known { KNOWN_NOTHING, KNOWN_NO, KNOWN_YES };

struct page_run {
	uint64_t start; /* address */
	uint64_t pages;
	enum page_state state;
	enum known has[PAGE_PROPERTIES];
	uint64_t size;    /* of the page that is mapped; 0: none, or unknown */
	uint64_t frame;   /* of the first page */
	bool has_frame;   /* all of them have one that may be told */
	bool consecutive; /* each frame follows the one before */
};

enum { RUNS_MAX = 32768 };

struct pages {
	const char *source;   /* "pagemap_scan"; NULL: refused, see .reason */
	bool scanned;         /* by the call PAGEMAP_SCAN */
	struct reason reason; /* what could not be seen; "": all was */
	const char *flags;    /* "kpageflags" where it was read, else NULL */
	uint64_t start, end, page_size;
	struct page_run *runs;
	size_t count, room;
	size_t settled; /* runs before it are not joined with what follows */
};

/* "lazily_freed": as JSON has it. */
const char *page_property_name(enum page_property property);

/*
 * Append a run, which begins where the last one ended; equal ones are joined.
 * False: there are too many, or memory is short; then .reason says so.
 */
bool pages_add(struct pages *pages, const struct page_run *run);

/* Where the runs have come to. */
uint64_t pages_reached(const struct pages *pages);

/* Join what has become equal, from run FROM on. */
void pages_join(struct pages *pages, size_t from);

/* Let a run of unknown pages stand for what is missing before END. */
void pages_finish(struct pages *pages);

/* How many pages are in each state; how many surely have the property. */
void pages_count(const struct pages *pages, uint64_t counts[PAGE_STATES]);
uint64_t pages_having(const struct pages *pages, enum page_property property);

void pages_free(struct pages *pages);

#endif
