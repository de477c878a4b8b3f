/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's caches of objects: /proc/slabinfo, slabinfo(5), for root, and
 * the folders of /sys/kernel/slab, whose names are for everybody.
 */
#ifndef MEMTOOL_PROC_SLABS_H
#define MEMTOOL_PROC_SLABS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/lines.h"

enum { SLAB_NAME = 64 };

#define SLAB_UNKNOWN UINT64_MAX

struct slab_cache {
	char name[SLAB_NAME];
	uint64_t slot; /* bytes an object takes, with what is added to it */
	uint64_t per_slab;
	uint64_t slab_pages;
	uint64_t slabs;
	uint64_t objects; /* there is room for so many in its slabs */
	/* Less those that are free in slabs that belong to no CPU. */
	uint64_t active;
};

/* The next cache of slabinfo's lines; false: there is none. */
bool slabinfo_next(struct lines *lines, struct slab_cache *cache);

/*
 * The size that a kmalloc cache's name ends in, and where it begins there:
 * "kmalloc-cg-1k" is 1024.  False: it ends in none.
 */
bool slab_name_size(const char *name, uint64_t *size, size_t *prefix);

/* Call EACH with every name of /sys/kernel/slab; false: it cannot be read. */
bool slab_names(void (*each)(const char *name, void *context), void *context);

/* The cache that NAME was merged into: ":0000512"; false: none. */
bool slab_merged(const char *name, char target[SLAB_NAME]);

/* The figures that the folder of a cache tells, where it may be read. */
bool slab_read(const char *name, struct slab_cache *cache);

#endif
