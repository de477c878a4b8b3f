/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/free_blocks.h"

unsigned buddy_order(uint64_t size, uint64_t page_size)
{
	uint64_t pages = size ? (size - 1) / page_size + 1 : 1;
	unsigned order = 0;

	while (order < 63 && (uint64_t)1 << order < pages)
		order++;
	return order;
}

/* fill_contig_page_info() */
struct contents {
	uint64_t pages, blocks;
	uint64_t suitable; /* blocks of the order that could be split off */
};

static struct contents contents_of(
	const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents contents = {0};

	for (size_t i = 0; i < orders; i++) {
		contents.blocks += blocks[i];
		contents.pages += blocks[i] << i;
		if (i >= order)
			contents.suitable += blocks[i] << (i - order);
	}
	return contents;
}

uint64_t buddy_free(const uint64_t *blocks, size_t orders)
{
	return contents_of(blocks, orders, 0).pages;
}

int buddy_unusable(const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents contents = contents_of(blocks, orders, order);

	if (contents.pages == 0)
		return 1000;
	return (int)((contents.pages - (contents.suitable << order)) * 1000 /
		     contents.pages);
}

int buddy_fragmentation(const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents contents = contents_of(blocks, orders, order);

	if (contents.blocks == 0)
		return 0;
	if (contents.suitable)
		return -1000;
	/* The share of smaller blocks is at most 1000. */
	return 1000 - (int)((1000 + (contents.pages * 1000 >> order)) /
			      contents.blocks);
}

enum buddy_answer buddy_ask(
	const struct buddy_zone *zone, unsigned order, unsigned *taken)
{
	uint64_t out_of_reach = ((uint64_t)1 << order) - 1 + zone->unusable;

	if (zone->free <= out_of_reach ||
		zone->free - out_of_reach <= zone->mark + zone->reserve)
		return BUDDY_BELOW_MARK;
	for (size_t i = order; i < zone->orders; i++) {
		if (!zone->blocks[i])
			continue;
		*taken = (unsigned)i;
		return BUDDY_SERVES;
	}
	if (order)
		return BUDDY_IN_PIECES;
	/* Single pages may be only in the per-CPU lists. */
	*taken = 0;
	return BUDDY_SERVES;
}
