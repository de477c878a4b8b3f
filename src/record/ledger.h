/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ledger of the heap: which blocks the allocator has given, and which of
 * them it has got back.  It is kept outside of the subject, from the calls
 * alone, so that it holds for any allocator.
 */
#ifndef MEMTOOL_RECORD_LEDGER_H
#define MEMTOOL_RECORD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The usable bytes of a block. */
struct span {
	uint64_t start, end;
	int step; /* the number of the step that it was given or freed in */
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

/* For qsort(3): by where they begin. */
int spans_compare(const void *a, const void *b);

/* The span that holds ADDRESS, or NULL; and one that reaches into a range. */
const struct span *spans_at(const struct spans *spans, uint64_t address);
const struct span *spans_in(
	const struct spans *spans, uint64_t start, uint64_t end);

/*
 * Drop from a sorted list what begins within the one before it: a block that
 * was given twice, by a realloc(3) of what it had given before, or by an
 * allocator whose records are broken.  Returns how many are left.
 */
size_t spans_part(struct span *list, size_t count);

/*
 * BLOCKS, which are sorted, were given: what of them was free is no longer.
 * Parts BLOCKS.  False: memory is short, and the ledger as it was or without
 * the blocks.
 */
bool ledger_give(struct ledger *ledger, struct span *blocks, size_t count);

/*
 * Blocks that begin at these addresses were freed in STEP; what is no live
 * block is passed over.  Sorts STARTS.
 */
bool ledger_take(
	struct ledger *ledger, uint64_t *starts, size_t count, int step);

#endif
