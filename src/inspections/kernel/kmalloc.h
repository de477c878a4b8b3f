/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_KMALLOC_H
#define MEMTOOL_INSPECTIONS_KERNEL_KMALLOC_H

#include "inspections/kernel/caches.h"
#include "inspections/kernel/demonstration.h"

struct kmalloc_view {
	uint64_t size, page_size;
	struct kmalloc_answer answer;
	struct caches caches; /* of the size that serves it */
	char name[SLAB_NAME]; /* of the cache that serves it */
	struct demonstration demonstration;
	struct missing missing;
};

/* Make the kernel keep such objects, and watch the figures. */
void kmalloc_demonstrate(struct kmalloc_view *view);

#endif
