/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The buddy allocator: the fragmentation of its free blocks, and the zone that
 * would serve a request.  The indices are those of mm/vmstat.c, shown in
 * /sys/kernel/debug/extfrag, in thousandths as there.
 */
#ifndef MEMTOOL_MODELS_FREE_BLOCKS_H
#define MEMTOOL_MODELS_FREE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The smallest order whose block holds SIZE bytes: get_order(). */
unsigned buddy_order(uint64_t size, uint64_t page_size);

/* The pages in BLOCKS, the numbers of free blocks of each order. */
uint64_t buddy_free(const uint64_t *blocks, size_t orders);

/*
 * The part of free memory that no request of ORDER can use, 0 to 1000; all of
 * it is unusable if none is free.
 */
int buddy_unusable(const uint64_t *blocks, size_t orders, unsigned order);

/*
 * Why a request of ORDER fails: towards 0 for lack of memory, towards 1000
 * because of fragmentation.  -1000: it would not fail.
 */
int buddy_fragmentation(const uint64_t *blocks, size_t orders, unsigned order);

/* What a zone has, and must keep, in pages. */
struct buddy_zone {
	uint64_t free;
	uint64_t mark;     /* the watermark that must not be reached */
	uint64_t reserve;  /* reserved from such a request (lowmem_reserve) */
	uint64_t unusable; /* free pages that it cannot use (CMA) */
	const uint64_t *blocks;
	size_t orders;
};

enum buddy_answer {
	BUDDY_SERVES,
	BUDDY_BELOW_MARK, /* too little would be left */
	BUDDY_IN_PIECES,  /* enough memory, but no block is large enough */
};

/*
 * Whether it serves a request of ORDER, decided as in __zone_watermark_ok() of
 * mm/page_alloc.c; *TAKEN is then the order of the block taken, which is split
 * if larger.
 */
enum buddy_answer buddy_ask(
	const struct buddy_zone *zone, unsigned order, unsigned *taken);

#endif
