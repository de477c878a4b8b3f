/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/tree.h"

/* A node's priority: random, but the same in every run. */
static uint32_t priority(uint32_t node)
{
	node *= 0x9e3779b1U;
	node ^= node >> 15;
	node *= 0x85ebca77U;
	return node ^ node >> 13;
}

static bool goes_before(const struct tree *tree, uint32_t a, uint32_t b)
{
	const struct block_node *x = &tree->nodes[a], *y = &tree->nodes[b];

	if (tree->by_size && x->size != y->size)
		return x->size < y->size;
	return x->start < y->start;
}

/* Update a node from its children. */
static void sum_up(struct tree *tree, uint32_t node)
{
	struct block_node *n = &tree->nodes[node];
	const struct block_node *left = &tree->nodes[n->left];
	const struct block_node *right = &tree->nodes[n->right];

	n->count = left->count + right->count + 1;
	n->largest = n->size;
	if (left->largest > n->largest)
		n->largest = left->largest;
	if (right->largest > n->largest)
		n->largest = right->largest;
}

/* Replace OLD by NEW below PARENT. */
static void replace(
	struct tree *tree, uint32_t parent, uint32_t old, uint32_t new)
{
	if (!parent)
		tree->root = new;
	else if (tree->nodes[parent].left == old)
		tree->nodes[parent].left = new;
	else
		tree->nodes[parent].right = new;
	if (new)
		tree->nodes[new].parent = parent;
}

static void rotate_up(struct tree *tree, uint32_t node)
{
	struct block_node *nodes = tree->nodes, *n = &nodes[node];
	uint32_t parent = n->parent, moved;
	struct block_node *p = &nodes[parent];

	replace(tree, p->parent, parent, node);
	if (p->left == node) {
		moved = p->left = n->right;
		n->right = parent;
	} else {
		moved = p->right = n->left;
		n->left = parent;
	}
	if (moved)
		nodes[moved].parent = parent;
	p->parent = node;
	sum_up(tree, parent);
	sum_up(tree, node);
}

void tree_insert(struct tree *tree, uint32_t node)
{
	struct block_node *nodes = tree->nodes, *n = &nodes[node];
	uint32_t parent = 0, at = tree->root;
	bool left = false;

	while (at) {
		parent = at;
		nodes[at].count++;
		if (nodes[at].largest < n->size)
			nodes[at].largest = n->size;
		left = goes_before(tree, node, at);
		at = left ? nodes[at].left : nodes[at].right;
	}
	n->left = n->right = 0;
	n->parent = parent;
	n->count = 1;
	n->largest = n->size;
	if (!parent)
		tree->root = node;
	else if (left)
		nodes[parent].left = node;
	else
		nodes[parent].right = node;
	while (n->parent && priority(n->parent) < priority(node))
		rotate_up(tree, node);
}

void tree_remove(struct tree *tree, uint32_t node)
{
	struct block_node *nodes = tree->nodes, *n = &nodes[node];

	while (n->left && n->right)
		rotate_up(tree, priority(n->left) > priority(n->right)
					? n->left
					: n->right);
	replace(tree, n->parent, node, n->left ? n->left : n->right);
	for (uint32_t at = n->parent; at; at = nodes[at].parent)
		sum_up(tree, at);
	n->count = 0;
}

void tree_change(
	struct tree *tree, uint32_t node, uint64_t start, uint64_t size)
{
	tree_remove(tree, node);
	tree->nodes[node].start = start;
	tree->nodes[node].size = size;
	tree_insert(tree, node);
}

uint32_t tree_count(const struct tree *tree)
{
	return tree->nodes[tree->root].count;
}

uint64_t tree_largest(const struct tree *tree)
{
	return tree->nodes[tree->root].largest;
}

/*
 * The first block of SIZE or more below AT, which has one; adds to *RANK the
 * number of those before it.
 */
static uint32_t first_below(
	const struct tree *tree, uint32_t at, uint64_t size, uint64_t *rank)
{
	const struct block_node *nodes = tree->nodes;

	for (;;) {
		const struct block_node *n = &nodes[at];

		if (nodes[n->left].largest >= size) {
			at = n->left;
			continue;
		}
		*rank += nodes[n->left].count;
		if (n->size >= size)
			return at;
		++*rank;
		at = n->right;
	}
}

uint32_t tree_first(const struct tree *tree, uint64_t size, uint64_t *rank)
{
	*rank = 0;
	if (tree_largest(tree) < size)
		return 0;
	return first_below(tree, tree->root, size, rank);
}

uint32_t tree_first_behind(
	const struct tree *tree, uint64_t address, uint64_t size)
{
	const struct block_node *nodes = tree->nodes;
	uint32_t at = tree->root, found = 0;
	uint64_t ignored = 0;

	/* A later match on the way down is lower. */
	while (at) {
		const struct block_node *n = &nodes[at];

		if (n->start <= address) {
			at = n->right;
			continue;
		}
		if (n->size >= size || nodes[n->right].largest >= size)
			found = at;
		at = n->left;
	}
	if (!found || nodes[found].size >= size)
		return found;
	return first_below(tree, nodes[found].right, size, &ignored);
}

uint32_t tree_last_before(const struct tree *tree, uint64_t address)
{
	uint32_t at = tree->root, found = 0;

	while (at) {
		if (tree->nodes[at].start < address) {
			found = at;
			at = tree->nodes[at].right;
		} else {
			at = tree->nodes[at].left;
		}
	}
	return found;
}

uint32_t tree_rank(const struct tree *tree, uint64_t address)
{
	const struct block_node *nodes = tree->nodes;
	uint32_t at = tree->root, rank = 0;

	while (at) {
		if (nodes[at].start < address) {
			rank += nodes[nodes[at].left].count + 1;
			at = nodes[at].right;
		} else {
			at = nodes[at].left;
		}
	}
	return rank;
}

uint32_t tree_smallest(const struct tree *tree, uint64_t size)
{
	uint32_t at = tree->root, found = 0;

	while (at) {
		if (tree->nodes[at].size >= size) {
			found = at;
			at = tree->nodes[at].left;
		} else {
			at = tree->nodes[at].right;
		}
	}
	return found;
}
