/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/kmalloc_size.h"

#include <string.h>

#include "models/free_blocks.h"

void kmalloc_add(struct kmalloc_sizes *sizes, uint64_t size)
{
	size_t i = 0;

	while (i < sizes->count && sizes->of[i] < size)
		i++;
	if (sizes->count == KMALLOC_SIZES_MAX ||
		(i < sizes->count && sizes->of[i] == size))
		return;
	memmove(&sizes->of[i + 1], &sizes->of[i],
		(sizes->count - i) * sizeof(*sizes->of));
	sizes->of[i] = size;
	sizes->count++;
}

struct kmalloc_sizes kmalloc_usual(uint64_t page_size)
{
	struct kmalloc_sizes sizes = {0};

	for (uint64_t size = 8; size <= 2 * page_size; size *= 2)
		kmalloc_add(&sizes, size);
	kmalloc_add(&sizes, 96);
	kmalloc_add(&sizes, 192);
	return sizes;
}

struct kmalloc_answer kmalloc_ask(const struct kmalloc_sizes *sizes,
	uint64_t size, uint64_t page_size, size_t orders)
{
	unsigned order = buddy_order(size, page_size);

	if (size == 0)
		return (struct kmalloc_answer){KMALLOC_NOTHING, 0, 0};
	for (size_t i = 0; i < sizes->count; i++)
		if (size <= sizes->of[i])
			return (struct kmalloc_answer){
				KMALLOC_CACHE, sizes->of[i], 0};
	if (order >= (orders ? orders : 11))
		return (struct kmalloc_answer){KMALLOC_REFUSED, 0, order};
	return (struct kmalloc_answer){
		KMALLOC_PAGES, page_size << order, order};
}
