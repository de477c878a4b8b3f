/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The size that kmalloc() uses for a request, include/linux/slab.h. */
#ifndef MEMTOOL_MODELS_KMALLOC_SIZE_H
#define MEMTOOL_MODELS_KMALLOC_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KMALLOC_SIZES_MAX = 32 };

/* The sizes of the caches, ascending. */
struct kmalloc_sizes {
	uint64_t of[KMALLOC_SIZES_MAX];
	size_t count;
};

/* Add a size if it is missing. */
void kmalloc_add(struct kmalloc_sizes *sizes, uint64_t size);

/* The usual sizes: 8 bytes to two pages, with 96 and 192. */
struct kmalloc_sizes kmalloc_usual(uint64_t page_size);

/* How a request is served. */
enum kmalloc_server {
	KMALLOC_NOTHING, /* 0 bytes: an address that must not be used */
	KMALLOC_CACHE,   /* an object of a cache */
	KMALLOC_PAGES,   /* a block from the page allocator */
	KMALLOC_REFUSED, /* too large */
};

struct kmalloc_answer {
	enum kmalloc_server server;
	uint64_t size;  /* bytes given */
	unsigned order; /* order of the block */
};

/* ORDERS: the number of orders of the page allocator; 0: unknown. */
struct kmalloc_answer kmalloc_ask(const struct kmalloc_sizes *sizes,
	uint64_t size, uint64_t page_size, size_t orders);

#endif
