/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Next fit: first fit that continues where it stopped.  The roving pointer is
 * freep of The C Programming Language, 8.7: a search begins after it, and it is
 * set to the free block before the one found, or before the one freed.
 */
#include "models/policy.h"

/* freep if no free block precedes: the list's head, below the heap. */
#define HEAD UINT64_MAX

static void set_rover(struct heap *heap, uint64_t start)
{
	uint32_t before = tree_last_before(&heap->free, start);

	heap->rover = before ? heap->free.nodes[before].start : HEAD;
}

/* The number of free blocks up to freep. */
static uint32_t passed(const struct heap *heap)
{
	return heap->rover == HEAD ? 0
				   : tree_rank(&heap->free, heap->rover + 1);
}

static uint32_t search(struct heap *heap, uint64_t need, uint64_t *examined)
{
	const struct tree *free = &heap->free;
	uint32_t block = 0, behind = passed(heap);
	uint64_t rank = 0;

	if (heap->rover != HEAD)
		block = tree_first_behind(free, heap->rover, need);
	if (block)
		rank = tree_rank(free, free->nodes[block].start);
	else
		block = tree_first(free, need, &rank);
	*examined = tree_count(free);
	if (!block)
		return 0;
	*examined = rank >= behind ? rank - behind + 1
				   : *examined - behind + rank + 1;
	return block;
}

static uint32_t allocate(struct heap *heap, uint64_t need, uint64_t *examined)
{
	uint32_t block = search(heap, need, examined);

	if (!block)
		block = heap_grow(heap, need);
	if (!block)
		return 0;
	set_rover(heap, heap->free.nodes[block].start);
	return heap_take(heap, block, need);
}

static void release(struct heap *heap, uint32_t block)
{
	uint64_t start = heap->free.nodes[block].start;

	heap_release(heap, block);
	set_rover(heap, start);
}

const struct policy policy_next = {.reuses = true,
	.need = heap_need,
	.allocate = allocate,
	.release = release,
	.resize = heap_resize};
