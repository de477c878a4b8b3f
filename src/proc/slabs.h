/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's slab caches: /proc/slabinfo, slabinfo(5), for root, and the
 * directories of /sys/kernel/slab, whose names everybody may read.
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
	uint64_t slot; /* bytes per object, with padding and metadata */
	uint64_t per_slab;
	uint64_t slab_pages;
	uint64_t slabs;
	uint64_t objects; /* how many its slabs have room for */
	/* Less the free ones in slabs that belong to no CPU. */
	uint64_t active;
};

/* The next cache of slabinfo's lines; false: there is none. */
bool slabinfo_next(struct lines *lines, struct slab_cache *cache);

/*
 * The size at the end of a kmalloc cache's name, and its position:
 * "kmalloc-cg-1k" is 1024.  False: none.
 */
bool slab_name_size(const char *name, uint64_t *size, size_t *prefix);

/* Call EACH with every name of /sys/kernel/slab; false: it cannot be read. */
bool slab_names(void (*each)(const char *name, void *context), void *context);

/* The cache that NAME was merged into: ":0000512"; false: none. */
bool slab_merged(const char *name, char target[SLAB_NAME]);

/* The figures in a cache's directory, as far as readable. */
bool slab_read(const char *name, struct slab_cache *cache);

#endif
