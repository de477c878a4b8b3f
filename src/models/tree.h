/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The blocks of a simulated heap, and a balanced tree of those that are free:
 * a treap (Seidel and Aragon 1996) whose nodes know how many there are below
 * them, and the largest of these.  A search, an insertion and a removal take a
 * time that grows with the logarithm of their number.
 */
#ifndef MEMTOOL_MODELS_TREE_H
#define MEMTOOL_MODELS_TREE_H

#include <stdbool.h>
#include <stdint.h>

/* Blocks are numbered from 1; 0 is none. */
struct block_node {
	uint64_t start, size;
	uint32_t before, behind; /* the neighbours in the heap, in a ring */
	/* Of a free block, its place in the tree. */
	uint32_t parent, left, right;
	uint32_t count;   /* of the blocks in its subtree; 0: it is in use */
	uint64_t largest; /* of them */
};

struct tree {
	/* nodes[0] is no block: it closes the ring, and has no size. */
	struct block_node *nodes;
	uint32_t root;
	/* In the order of sizes, and addresses where these are the same. */
	bool by_size;
};

void tree_insert(struct tree *tree, uint32_t node);
void tree_remove(struct tree *tree, uint32_t node);

/*
 * Give a free block another start and size, between the same neighbours.
 */
void tree_change(
	struct tree *tree, uint32_t node, uint64_t start, uint64_t size);

/* How many blocks are free, and the size of the largest. */
uint32_t tree_count(const struct tree *tree);
uint64_t tree_largest(const struct tree *tree);

/* By address: the first block of SIZE or more that starts behind ADDRESS. */
uint32_t tree_first_behind(
	const struct tree *tree, uint64_t address, uint64_t size);
/* By address: the first of all of them, and how many start before it. */
uint32_t tree_first(const struct tree *tree, uint64_t size, uint64_t *rank);
/* By address: the last block that starts before ADDRESS. */
uint32_t tree_last_before(const struct tree *tree, uint64_t address);
/* By address: how many blocks start before ADDRESS. */
uint32_t tree_rank(const struct tree *tree, uint64_t address);
/* By size: the smallest block of SIZE or more, of these the lowest. */
uint32_t tree_smallest(const struct tree *tree, uint64_t size);

#endif
