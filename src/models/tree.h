/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The blocks of a simulated heap, and a balanced tree of the free ones: a treap
 * (Seidel and Aragon 1996) whose nodes store the number of nodes and the
 * largest block below them.  Search, insertion and removal take logarithmic
 * time.
 */
#ifndef MEMTOOL_MODELS_TREE_H
#define MEMTOOL_MODELS_TREE_H

#include <stdbool.h>
#include <stdint.h>

/* Blocks are numbered from 1; 0 is none. */
struct block_node {
	uint64_t start, size;
	uint32_t before, behind; /* neighbours in the heap, in a ring */
	/* For a free block, its position in the tree. */
	uint32_t parent, left, right;
	uint32_t count;   /* blocks in its subtree; 0: in use */
	uint64_t largest; /* of these */
};

struct tree {
	/* nodes[0] is not a block: it closes the ring, and has no size. */
	struct block_node *nodes;
	uint32_t root;
	/* Ordered by size, then by address. */
	bool by_size;
};

void tree_insert(struct tree *tree, uint32_t node);
void tree_remove(struct tree *tree, uint32_t node);

/* Change the start and size of a free block between the same neighbours. */
void tree_change(
	struct tree *tree, uint32_t node, uint64_t start, uint64_t size);

/* The number of free blocks, and the size of the largest. */
uint32_t tree_count(const struct tree *tree);
uint64_t tree_largest(const struct tree *tree);

/* By address: the first block of SIZE or more that starts after ADDRESS. */
uint32_t tree_first_behind(
	const struct tree *tree, uint64_t address, uint64_t size);
/* By address: the first of all, and the number that start before it. */
uint32_t tree_first(const struct tree *tree, uint64_t size, uint64_t *rank);
/* By address: the last block that starts before ADDRESS. */
uint32_t tree_last_before(const struct tree *tree, uint64_t address);
/* By address: the number of blocks that start before ADDRESS. */
uint32_t tree_rank(const struct tree *tree, uint64_t address);
/* By size: the smallest block of SIZE or more, the lowest of equals. */
uint32_t tree_smallest(const struct tree *tree, uint64_t size);

#endif
