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
	uint64_t suitable; /* blocks of the order that could be made */
};

static struct contents contents_of(
	const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents c = {0};

	for (size_t i = 0; i < orders; i++) {
		c.blocks += blocks[i];
		c.pages += blocks[i] << i;
		if (i >= order)
			c.suitable += blocks[i] << (i - order);
	}
	return c;
}

uint64_t buddy_free(const uint64_t *blocks, size_t orders)
{
	return contents_of(blocks, orders, 0).pages;
}

int buddy_unusable(const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents c = contents_of(blocks, orders, order);

	if (c.pages == 0)
		return 1000;
	return (int)((c.pages - (c.suitable << order)) * 1000 / c.pages);
}

int buddy_fragmentation(const uint64_t *blocks, size_t orders, unsigned order)
{
	struct contents c = contents_of(blocks, orders, order);

	if (c.blocks == 0)
		return 0;
	if (c.suitable)
		return -1000;
	/* What is in pieces of less than the order comes to 1000 at most. */
	return 1000 - (int)((1000 + (c.pages * 1000 >> order)) / c.blocks);
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
	/* Single pages may wait in the lists of the CPUs alone. */
	*taken = 0;
	return BUDDY_SERVES;
}
