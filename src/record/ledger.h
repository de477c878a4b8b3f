/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ledger of the heap: which blocks the allocator has returned, and which
 * were freed.  The observer keeps it, from the calls only, so it works for any
 * allocator.
 */
#ifndef MEMTOOL_RECORD_LEDGER_H
#define MEMTOOL_RECORD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The usable bytes of a block. */
struct span {
	uint64_t start, end;
	int step; /* the number of the step that allocated or freed it */
};

/* Sorted by start; no two overlap. */
struct spans {
	struct span *list;
	size_t count;
};

struct ledger {
	struct spans live, freed;
};

void ledger_free(struct ledger *ledger);

/* Copy FROM into TO, which is empty; false: out of memory. */
bool ledger_copy(struct ledger *to, const struct ledger *from);

/* For qsort(3): by start. */
int spans_compare(const void *a, const void *b);

/* The span that holds ADDRESS, or NULL; a span that overlaps a range. */
const struct span *spans_at(const struct spans *spans, uint64_t address);
const struct span *spans_in(
	const struct spans *spans, uint64_t start, uint64_t end);

/*
 * Drop the spans of a sorted list that begin inside the previous one: a block
 * that was returned twice, by repeated realloc(3) calls or by an allocator with
 * damaged records.  Returns how many are left.
 */
size_t spans_part(struct span *list, size_t count);

/*
 * BLOCKS, which are sorted, were allocated: remove them from the free spans.
 * Applies spans_part() to BLOCKS.  False: out of memory; the ledger is
 * unchanged or lacks the blocks.
 */
bool ledger_give(struct ledger *ledger, struct span *blocks, size_t count);

/*
 * The blocks at these addresses were freed in STEP; addresses of no live block
 * are skipped.  Sorts STARTS.
 */
bool ledger_take(
	struct ledger *ledger, uint64_t *starts, size_t count, int step);

#endif
