/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A simulated heap: blocks side by side from address 0 to the break, with
 * boundary tags, so that a block finds its neighbours.  No memory is behind it.
 */
#ifndef MEMTOOL_MODELS_HEAP_MODEL_H
#define MEMTOOL_MODELS_HEAP_MODEL_H

#include <stddef.h>

#include "models/tree.h"

enum {
	HEAP_HEADER = 16,    /* in front of each block: its size and state */
	HEAP_ALIGNMENT = 16, /* of blocks, and so of their sizes */
	HEAP_LEAST = 32,     /* of a block: a free one has two links in it */
};

/* No heap is larger: what a program has on most 64-bit machines. */
#define HEAP_MOST ((uint64_t)1 << 47)

struct heap {
	struct tree free; /* and the nodes of all blocks */
	uint32_t room;    /* nodes that there is memory for */
	uint32_t made;    /* nodes that were ever used */
	uint32_t unused;  /* a list of those that are not now; 0: none */
	uint64_t end;     /* the break */
	uint64_t limit;   /* that it may not pass */
	uint64_t grow;    /* it moves by multiples of this */
	uint64_t growths; /* how often it did: the system calls */
	uint64_t rover;   /* next fit: the search begins behind this address */
	uint64_t top;     /* no reuse: where the next block will be */
	bool no_memory;   /* memtool's own is short: the replay is void */
};

bool heap_begin(struct heap *heap, bool by_size, uint64_t limit, uint64_t grow);
void heap_free(struct heap *heap);

/* The bytes that a block of SIZE for its user takes; 0: no heap holds it. */
uint64_t heap_need(uint64_t size);

/* A new block behind BEFORE (0: as the lowest), in use.  0: out of memory. */
uint32_t heap_add(
	struct heap *heap, uint32_t before, uint64_t start, uint64_t size);
/* A block that is in use exists no more; its neighbours meet. */
void heap_drop(struct heap *heap, uint32_t node);

/*
 * Move the break so that a free block of NEED bytes ends the heap.  0: the
 * limit forbids it.
 */
uint32_t heap_grow(struct heap *heap, uint64_t need);

/* Use the first NEED bytes of a free block; what is left of it stays free. */
uint32_t heap_take(struct heap *heap, uint32_t node, uint64_t need);

/* Free a block, and join it with free neighbours.  Returns what it became. */
uint32_t heap_release(struct heap *heap, uint32_t node);

/*
 * Make a block that is in use NEED bytes where it stands, with what a free one
 * behind it has.  False: there is no room.  *REST: what it could give back, a
 * block in use for the caller to release; 0: nothing.
 */
bool heap_resize(
	struct heap *heap, uint32_t node, uint64_t need, uint32_t *rest);

#endif
