/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A strategy: which block an allocation gets, and what happens to freed blocks.
 * Each has its own file; strategies differ in nothing else.
 */
#ifndef MEMTOOL_MODELS_POLICY_H
#define MEMTOOL_MODELS_POLICY_H

#include "models/heap_model.h"

struct policy {
	bool by_size; /* the order of the free blocks */
	bool reuses;  /* it has free blocks, and searches them */
	/* The size of a block for SIZE bytes; 0: too large for any heap. */
	uint64_t (*need)(uint64_t size);
	/*
	 * Take a block of NEED bytes or more; 0: none, and the heap cannot
	 * grow. *EXAMINED counts the blocks that a classical search would
	 * visit.
	 */
	uint32_t (*allocate)(
		struct heap *heap, uint64_t need, uint64_t *examined);
	void (*release)(struct heap *heap, uint32_t block);
	/*
	 * Whether a block was resized in place to NEED bytes.  The caller
	 * releases *REST; 0: nothing.
	 */
	bool (*resize)(struct heap *heap, uint32_t block, uint64_t need,
		uint32_t *rest);
};

extern const struct policy policy_first, policy_next, policy_best, policy_buddy,
	policy_none;

#endif
