/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caches that kmalloc() takes objects of a size from. */
#ifndef MEMTOOL_INSPECTIONS_CACHES_H
#define MEMTOOL_INSPECTIONS_CACHES_H

#include "inspections/unseen.h"
#include "models/kmalloc_size.h"
#include "proc/slabs.h"

enum { CACHES_MAX = 40 };

struct cache_entry {
	struct slab_cache cache; /* SLAB_UNKNOWN where nobody told */
	uint64_t slab_size;      /* bytes; SLAB_UNKNOWN likewise */
	char serves[128];        /* whom: a sentence */
	char merged[SLAB_NAME];  /* into which; "": none */
};

struct caches {
	struct kmalloc_sizes sizes;
	uint64_t page_size;
	bool assumed; /* the sizes were not told by the kernel */
	struct cache_entry of[CACHES_MAX];
	size_t count;
	/* While they are sought. */
	char (*names)[SLAB_NAME]; /* all that end in a size */
	size_t names_count, names_room;
	char *slabinfo; /* its text; NULL: it may not be read */
	size_t slabinfo_length;
};

/* Find out which sizes there are. */
void caches_find(
	struct caches *caches, uint64_t page_size, struct unseen *unseen);
/* And the caches of one of them, the ordinary one first. */
void caches_of(struct caches *caches, uint64_t size);
void caches_free(struct caches *caches);

/* The figures of the caches from slabinfo as it is now. */
bool caches_refresh(struct caches *caches);

/* "caches": a row for each. */
void caches_tell(struct render *r, const struct caches *caches);

#endif
