/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Best fit: the smallest block that is large enough, the lowest of equals.  A
 * list of free blocks would be searched to its end.
 */
#include "models/policy.h"

static uint32_t allocate(struct heap *heap, uint64_t need, uint64_t *examined)
{
	uint32_t block = tree_smallest(&heap->free, need);

	*examined = tree_count(&heap->free);
	if (!block)
		block = heap_grow(heap, need);
	return block ? heap_take(heap, block, need) : 0;
}

static void release(struct heap *heap, uint32_t block)
{
	heap_release(heap, block);
}

const struct policy policy_best = {.by_size = true,
	.reuses = true,
	.need = heap_need,
	.allocate = allocate,
	.release = release,
	.resize = heap_resize};
