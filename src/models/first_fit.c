/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * First fit: the lowest block that is large enough.  A list of free blocks by
 * address would be searched up to it.
 */
#include "models/policy.h"

static uint32_t allocate(struct heap *heap, uint64_t need, uint64_t *examined)
{
	uint32_t block = tree_first(&heap->free, need, examined);

	if (block) {
		++*examined;
	} else {
		*examined = tree_count(&heap->free);
		block = heap_grow(heap, need);
	}
	return block ? heap_take(heap, block, need) : 0;
}

static void release(struct heap *heap, uint32_t block)
{
	heap_release(heap, block);
}

const struct policy policy_first = {.reuses = true,
	.need = heap_need,
	.allocate = allocate,
	.release = release,
	.resize = heap_resize};
