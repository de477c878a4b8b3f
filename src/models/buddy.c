/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The binary buddy system: sizes are powers of two, addresses are multiples of
 * the size, and a block joins only with the one that it was split from.  Takes
 * the lowest block of the smallest sufficient size; real allocators search one
 * list for each size, from that size up.
 */
#include "models/log2.h"
#include "models/policy.h"

static uint64_t need_of(uint64_t size)
{
	uint64_t need = heap_need(size), power = HEAP_LEAST;

	if (!need)
		return 0;
	while (power < need)
		power *= 2;
	return power;
}

/* The free, unsplit buddy of a block; 0: in use, split, or no memory. */
static uint32_t free_buddy(const struct heap *heap, uint32_t block)
{
	const struct block_node *nodes = heap->free.nodes, *n = &nodes[block];
	bool upper = n->start & n->size;
	uint32_t buddy = upper ? n->before : n->behind;

	return nodes[buddy].count && nodes[buddy].size == n->size ? buddy : 0;
}

static void release(struct heap *heap, uint32_t block)
{
	struct block_node *nodes = heap->free.nodes;
	uint32_t buddy;

	while ((buddy = free_buddy(heap, block))) {
		uint32_t upper = buddy;

		tree_remove(&heap->free, buddy);
		if (nodes[buddy].start < nodes[block].start) {
			upper = block;
			block = buddy;
		}
		heap_drop(heap, upper);
		nodes[block].size *= 2;
	}
	tree_insert(&heap->free, block);
}

/* Halve a block in use down to the size NEED. */
static bool split(struct heap *heap, uint32_t block, uint64_t need)
{
	while (heap->free.nodes[block].size > need) {
		struct block_node *n = &heap->free.nodes[block];
		uint64_t half = n->size / 2;
		uint32_t upper;

		n->size = half;
		upper = heap_add(heap, block, n->start + half, half);
		if (!upper)
			return false;
		tree_insert(&heap->free, upper);
	}
	return true;
}

/* Whether START to END is free; START is a multiple of a larger power. */
static bool is_free(const struct heap *heap, uint64_t start)
{
	const struct block_node *nodes = heap->free.nodes;
	uint32_t last = nodes[0].before;

	/* No two of them are buddies: the break splits each one's buddy. */
	for (; nodes[last].count; last = nodes[last].before)
		if (nodes[last].start <= start)
			return nodes[last].start == start;
	return false;
}

/* Add the memory gained by moving the break, in the largest blocks that fit. */
static bool add_memory(struct heap *heap, uint64_t end)
{
	while (heap->end < end) {
		uint64_t size = heap->end & (0 - heap->end);
		uint32_t block;

		if (!size || size > end - heap->end)
			size = (uint64_t)1 << log2_of(end - heap->end);
		block = heap_add(
			heap, heap->free.nodes[0].before, heap->end, size);
		if (!block)
			return false;
		heap->end += size;
		release(heap, block);
	}
	return true;
}

/* The break needed for a block of NEED, when none is free. */
static bool grow(struct heap *heap, uint64_t need)
{
	uint64_t start = heap->end & ~(need - 1), least, end, most;

	if (start < heap->end && !is_free(heap, start))
		start += need;
	least = start + need;
	end = (least + heap->grow - 1) / heap->grow * heap->grow;
	end = (end + HEAP_LEAST - 1) & ~(uint64_t)(HEAP_LEAST - 1);
	most = heap->limit & ~(uint64_t)(HEAP_LEAST - 1);
	if (least > most)
		return false;
	heap->growths++;
	return add_memory(heap, end < most ? end : most);
}

static uint32_t allocate(struct heap *heap, uint64_t need, uint64_t *examined)
{
	uint32_t block = tree_smallest(&heap->free, need);
	/* The number of lists: up to the largest block that fits the heap. */
	uint64_t most = heap->end >= need ? heap->end : need;

	if (block)
		most = heap->free.nodes[block].size;
	*examined = log2_of(most) - log2_of(need) + 1;
	if (!block && grow(heap, need))
		block = tree_smallest(&heap->free, need);
	if (!block)
		return 0;
	tree_remove(&heap->free, block);
	return split(heap, block, need) ? block : 0;
}

static bool resize(
	struct heap *heap, uint32_t block, uint64_t need, uint32_t *rest)
{
	*rest = 0;
	if (need > heap->free.nodes[block].size)
		return false;
	return split(heap, block, need);
}

const struct policy policy_buddy = {.by_size = true,
	.reuses = true,
	.need = need_of,
	.allocate = allocate,
	.release = release,
	.resize = resize};
