/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A simulated heap, without memory: adjacent blocks from address 0 to the
 * break. Boundary tags let a block find its neighbours.
 */
#ifndef MEMTOOL_MODELS_HEAP_MODEL_H
#define MEMTOOL_MODELS_HEAP_MODEL_H

#include <stddef.h>

#include "models/tree.h"

enum {
	HEAP_HEADER = 16,    /* before each block: its size and state */
	HEAP_ALIGNMENT = 16, /* of blocks, and thus of sizes */
	HEAP_LEAST = 32,     /* minimum block: a free one contains two links */
};

/* The maximum: user space on most 64-bit machines. */
#define HEAP_MOST ((uint64_t)1 << 47)

struct heap {
	struct tree free; /* and the nodes of all blocks */
	uint32_t room;    /* allocated nodes */
	uint32_t made;    /* nodes ever used */
	uint32_t unused;  /* list of unused nodes; 0: none */
	uint64_t end;     /* the break */
	uint64_t limit;   /* maximum of the break */
	uint64_t grow;    /* the break moves by multiples of this */
	uint64_t growths; /* number of moves: system calls */
	uint64_t rover;   /* next fit: the search begins after this address */
	uint64_t top;     /* no reuse: the address of the next block */
	bool no_memory;   /* memtool is out of memory: the replay is void */
};

bool heap_begin(struct heap *heap, bool by_size, uint64_t limit, uint64_t grow);
void heap_free(struct heap *heap);

/* The size of a block for a request of SIZE; 0: too large for any heap. */
uint64_t heap_need(uint64_t size);

/* Add a block in use after BEFORE (0: as the lowest).  0: out of memory. */
uint32_t heap_add(
	struct heap *heap, uint32_t before, uint64_t start, uint64_t size);
/* Remove a block in use; its neighbours become adjacent. */
void heap_drop(struct heap *heap, uint32_t node);

/*
 * Move the break so that the heap ends with a free block of NEED bytes.  0: the
 * limit prevents it.
 */
uint32_t heap_grow(struct heap *heap, uint64_t need);

/* Use the first NEED bytes of a free block; the rest stays free. */
uint32_t heap_take(struct heap *heap, uint32_t node, uint64_t need);

/* Free a block, and join it with free neighbours.  Returns the joined block. */
uint32_t heap_release(struct heap *heap, uint32_t node);

/*
 * Resize a block in use to NEED bytes in place, with the free block after it if
 * necessary.  False: no room.  *REST: the part given back, a block in use for
 * the caller to release; 0: nothing.
 */
bool heap_resize(
	struct heap *heap, uint32_t node, uint64_t need, uint32_t *rest);

#endif
