/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/heap_model.h"

#include <stdlib.h>

static bool make_room(struct heap *heap)
{
	uint32_t room = heap->room ? heap->room * 2 : 1024;
	struct block_node *more =
		room > heap->room
			? reallocarray(heap->free.nodes, room, sizeof(*more))
			: NULL;

	if (!more)
		return false;
	heap->free.nodes = more;
	heap->room = room;
	return true;
}

bool heap_begin(struct heap *heap, bool by_size, uint64_t limit, uint64_t grow)
{
	*heap = (struct heap){
		.free.by_size = by_size, .limit = limit, .grow = grow};
	if (!make_room(heap))
		return false;
	heap->free.nodes[0] = (struct block_node){0};
	heap->made = 1;
	return true;
}

void heap_free(struct heap *heap)
{
	free(heap->free.nodes);
	heap->free.nodes = NULL;
}

uint64_t heap_need(uint64_t size)
{
	uint64_t need;

	if (size > HEAP_MOST)
		return 0;
	need = (size + HEAP_HEADER + HEAP_ALIGNMENT - 1) &
	       ~(uint64_t)(HEAP_ALIGNMENT - 1);
	return need < HEAP_LEAST ? HEAP_LEAST : need;
}

uint32_t heap_add(
	struct heap *heap, uint32_t before, uint64_t start, uint64_t size)
{
	struct block_node *nodes;
	uint32_t node = heap->unused, behind;

	if (!node && heap->made == heap->room && !make_room(heap)) {
		heap->no_memory = true;
		return 0;
	}
	nodes = heap->free.nodes;
	if (node)
		heap->unused = nodes[node].behind;
	else
		node = heap->made++;
	behind = nodes[before].behind;
	nodes[before].behind = nodes[behind].before = node;
	nodes[node] = (struct block_node){.start = start,
		.size = size,
		.before = before,
		.behind = behind};
	return node;
}

void heap_drop(struct heap *heap, uint32_t node)
{
	struct block_node *nodes = heap->free.nodes, *n = &nodes[node];

	nodes[n->before].behind = n->behind;
	nodes[n->behind].before = n->before;
	n->behind = heap->unused;
	heap->unused = node;
}

uint32_t heap_grow(struct heap *heap, uint64_t need)
{
	uint32_t end = heap->free.nodes[0].before;
	const struct block_node *last = &heap->free.nodes[end];
	uint64_t missing = need - (last->count ? last->size : 0);
	uint64_t room =
		(heap->limit - heap->end) & ~(uint64_t)(HEAP_ALIGNMENT - 1);
	uint64_t by = (missing + heap->grow - 1) / heap->grow * heap->grow;
	uint32_t node;

	if (missing > room)
		return 0;
	if (by > room)
		by = room;
	node = heap_add(heap, end, heap->end, by);
	if (!node)
		return 0;
	heap->end += by;
	heap->growths++;
	return heap_release(heap, node);
}

uint32_t heap_take(struct heap *heap, uint32_t node, uint64_t need)
{
	struct block_node *n = &heap->free.nodes[node];
	uint64_t start = n->start, size = n->size;

	if (size - need < HEAP_LEAST) {
		tree_remove(&heap->free, node);
		return node;
	}
	/* The rest keeps its position among the free blocks. */
	tree_change(&heap->free, node, start + need, size - need);
	return heap_add(heap, n->before, start, need);
}

uint32_t heap_release(struct heap *heap, uint32_t node)
{
	struct block_node *nodes = heap->free.nodes, *n = &nodes[node];
	uint32_t before = n->before, behind = n->behind;
	uint64_t start = n->start, size = n->size;

	if (nodes[before].count && nodes[behind].count) {
		size += nodes[behind].size;
		tree_remove(&heap->free, behind);
		heap_drop(heap, behind);
	}
	if (nodes[before].count) {
		tree_change(&heap->free, before, nodes[before].start,
			nodes[before].size + size);
		heap_drop(heap, node);
		return before;
	}
	if (nodes[behind].count) {
		tree_change(
			&heap->free, behind, start, size + nodes[behind].size);
		heap_drop(heap, node);
		return behind;
	}
	tree_insert(&heap->free, node);
	return node;
}

bool heap_resize(
	struct heap *heap, uint32_t node, uint64_t need, uint32_t *rest)
{
	struct block_node *nodes = heap->free.nodes, *n = &nodes[node];
	uint32_t behind = n->behind;
	uint64_t size =
		n->size + (nodes[behind].count ? nodes[behind].size : 0);

	*rest = 0;
	if (need > size)
		return false;
	if (need > n->size) {
		uint64_t taken = need - n->size;

		if (size - need < HEAP_LEAST) {
			tree_remove(&heap->free, behind);
			heap_drop(heap, behind);
			n->size = size;
			return true;
		}
		tree_change(&heap->free, behind, nodes[behind].start + taken,
			size - need);
		n->size = need;
		return true;
	}
	if (n->size - need < HEAP_LEAST)
		return true;
	size = n->size;
	n->size = need;
	*rest = heap_add(heap, node, n->start + need, size - need);
	return *rest != 0;
}
