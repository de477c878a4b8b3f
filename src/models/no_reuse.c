/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No free list: each block is new memory, never reused. */
#include "models/policy.h"

static bool grow(struct heap *heap, uint64_t end)
{
	uint64_t by =
		(end - heap->end + heap->grow - 1) / heap->grow * heap->grow;

	if (end > heap->limit)
		return false;
	if (by > heap->limit - heap->end)
		by = (heap->limit - heap->end) &
		     ~(uint64_t)(HEAP_ALIGNMENT - 1);
	heap->end += by;
	heap->growths++;
	return true;
}

static uint32_t allocate(struct heap *heap, uint64_t need, uint64_t *examined)
{
	uint64_t start = heap->top;
	uint32_t block;

	*examined = 0;
	if (start + need > heap->end && !grow(heap, start + need))
		return 0;
	block = heap_add(heap, heap->free.nodes[0].before, start, need);
	if (block)
		heap->top = start + need;
	return block;
}

static void release(struct heap *heap, uint32_t block)
{
	heap_drop(heap, block);
}

static bool resize(
	struct heap *heap, uint32_t block, uint64_t need, uint32_t *rest)
{
	*rest = 0;
	return need <= heap->free.nodes[block].size;
}

const struct policy policy_none = {.need = heap_need,
	.allocate = allocate,
	.release = release,
	.resize = resize};
