/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which size kmalloc() takes for a request, include/linux/slab.h. */
#ifndef MEMTOOL_MODELS_KMALLOC_SIZE_H
#define MEMTOOL_MODELS_KMALLOC_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KMALLOC_SIZES_MAX = 32 };

/* The sizes that there are caches of, from the smallest. */
struct kmalloc_sizes {
	uint64_t of[KMALLOC_SIZES_MAX];
	size_t count;
};

/* Add one that is not there yet. */
void kmalloc_add(struct kmalloc_sizes *sizes, uint64_t size);

/* What most kernels have: 8 bytes to two pages, with 96 and 192. */
struct kmalloc_sizes kmalloc_usual(uint64_t page_size);

/* What serves a request. */
enum kmalloc_server {
	KMALLOC_NOTHING, /* of 0 bytes: an address that must not be used */
	KMALLOC_CACHE,   /* an object of a cache */
	KMALLOC_PAGES,   /* a block of the page allocator's */
	KMALLOC_REFUSED, /* there is none as large */
};

struct kmalloc_answer {
	enum kmalloc_server server;
	uint64_t size;  /* of what is given */
	unsigned order; /* of a block */
};

/* ORDERS: how many the page allocator has; 0: not known. */
struct kmalloc_answer kmalloc_ask(const struct kmalloc_sizes *sizes,
	uint64_t size, uint64_t page_size, size_t orders);

#endif
