/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The buddy allocator: how fragmented its free blocks are, and which zone
 * would serve a request.  The indices are those of mm/vmstat.c, which
 * /sys/kernel/debug/extfrag shows, in thousandths as there.
 */
#ifndef MEMTOOL_MODELS_FREE_BLOCKS_H
#define MEMTOOL_MODELS_FREE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The smallest order whose block holds SIZE bytes: get_order(). */
unsigned buddy_order(uint64_t size, uint64_t page_size);

/* The pages in BLOCKS, which has the number of free ones of each order. */
uint64_t buddy_free(const uint64_t *blocks, size_t orders);

/*
 * The part of the free memory that no request of ORDER can use, 0 to 1000;
 * without free memory all of it is unusable.
 */
int buddy_unusable(const uint64_t *blocks, size_t orders, unsigned order);

/*
 * Why a request of ORDER fails: towards 0 for want of memory, towards 1000
 * because it is in pieces.  -1000: it would not fail.
 */
int buddy_fragmentation(const uint64_t *blocks, size_t orders, unsigned order);

/* What a zone has, in pages, and what must be left of it. */
struct buddy_zone {
	uint64_t free;
	uint64_t mark;     /* the watermark that must not be reached */
	uint64_t reserve;  /* kept from such a request (lowmem_reserve) */
	uint64_t unusable; /* free pages that it may not have (CMA) */
	const uint64_t *blocks;
	size_t orders;
};

enum buddy_answer {
	BUDDY_SERVES,
	BUDDY_BELOW_MARK, /* too little would be left */
	BUDDY_IN_PIECES,  /* there is enough, and no block is large enough */
};

/*
 * Whether it serves a request of ORDER, as __zone_watermark_ok() of
 * mm/page_alloc.c decides; *TAKEN is then the order of the block that would be
 * taken, and split where it is larger.
 */
enum buddy_answer buddy_ask(
	const struct buddy_zone *zone, unsigned order, unsigned *taken);

#endif
