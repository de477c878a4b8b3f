/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A strategy: which block an allocation gets, and what becomes of one that is
 * freed.  Each has a file of its own; they differ in nothing else.
 */
#ifndef MEMTOOL_MODELS_POLICY_H
#define MEMTOOL_MODELS_POLICY_H

#include "models/heap_model.h"

struct policy {
	bool by_size; /* the order of the free blocks */
	bool reuses;  /* there are free blocks, and searches for them */
	/* The bytes of a block for SIZE bytes; 0: no heap holds it. */
	uint64_t (*need)(uint64_t size);
	/*
	 * A block of NEED bytes or more; 0: there is none, and the heap may
	 * not grow.  *EXAMINED counts what the classical search looked at.
	 */
	uint32_t (*allocate)(
		struct heap *heap, uint64_t need, uint64_t *examined);
	void (*release)(struct heap *heap, uint32_t block);
	/*
	 * Whether a block could be made NEED bytes where it stands.  *REST is
	 * to be released; 0: nothing.
	 */
	bool (*resize)(struct heap *heap, uint32_t block, uint64_t need,
		uint32_t *rest);
};

extern const struct policy policy_first, policy_next, policy_best, policy_buddy,
	policy_none;

#endif
