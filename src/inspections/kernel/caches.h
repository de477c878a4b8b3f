/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caches that kmalloc() uses for a size. */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_CACHES_H
#define MEMTOOL_INSPECTIONS_KERNEL_CACHES_H

#include "inspections/missing.h"
#include "models/kmalloc_size.h"
#include "proc/slabs.h"

enum { CACHES_MAX = 40 };

struct cache_entry {
	struct slab_cache cache; /* SLAB_UNKNOWN if not readable */
	uint64_t slab_size;      /* bytes; SLAB_UNKNOWN likewise */
	char serves[128];        /* which requests: a sentence */
	char merged[SLAB_NAME];  /* into which; "": none */
};

struct caches {
	struct kmalloc_sizes sizes;
	uint64_t page_size;
	bool assumed; /* the kernel did not show the sizes */
	struct cache_entry of[CACHES_MAX];
	size_t count;
	/* During the search. */
	char (*names)[SLAB_NAME]; /* all names that end in a size */
	size_t names_count, names_room;
	char *slabinfo; /* its text; NULL: not readable */
	size_t slabinfo_length;
};

/* Find the sizes. */
void caches_find(
	struct caches *caches, uint64_t page_size, struct missing *missing);
/* Find the caches of one size, the ordinary one first. */
void caches_of(struct caches *caches, uint64_t size);
void caches_free(struct caches *caches);

/* Read the current figures from slabinfo. */
bool caches_refresh(struct caches *caches);

/* "caches": one row each. */
void caches_print(struct render *r, const struct caches *caches);

#endif
