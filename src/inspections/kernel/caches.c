/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/caches.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"
#include "words/array.h"

static void keep_name(const char *name, void *context)
{
	struct caches *caches = context;
	char(*more)[SLAB_NAME];
	uint64_t size;
	size_t prefix;

	if (!slab_name_size(name, &size, &prefix) || strlen(name) >= SLAB_NAME)
		return;
	more = array_reserve(caches->names, &caches->names_room,
		caches->names_count + 1, sizeof(*more));
	if (!more)
		return; /* one that is not told */
	caches->names = more;
	strcpy(caches->names[caches->names_count++], name);
}

static void keep_names_of_slabinfo(struct caches *caches)
{
	struct lines lines =
		lines_of(caches->slabinfo, caches->slabinfo_length);
	struct slab_cache cache;

	while (slabinfo_next(&lines, &cache))
		keep_name(cache.name, caches);
}

static bool has_prefix(const char *name, size_t length, const char *prefix)
{
	return strlen(prefix) == length && memcmp(name, prefix, length) == 0;
}

void caches_find(
	struct caches *caches, uint64_t page_size, struct unseen *unseen)
{
	*caches = (struct caches){.page_size = page_size};
	caches->slabinfo =
		read_text("/proc/slabinfo", &caches->slabinfo_length);
	if (!caches->slabinfo)
		unseen_add(unseen, "/proc/slabinfo",
			"CONFIG_SLUB_DEBUG, or CONFIG_SLAB",
			"how many objects the caches have");
	errno = 0;
	if (!slab_names(keep_name, caches)) {
		unseen_add(unseen, "/sys/kernel/slab", "CONFIG_SLUB, /sys",
			"which caches are one and the same");
		if (caches->slabinfo)
			keep_names_of_slabinfo(caches);
	}
	for (size_t i = 0; i < caches->names_count; i++) {
		uint64_t size;
		size_t length;

		if (slab_name_size(caches->names[i], &size, &length) &&
			has_prefix(caches->names[i], length, "kmalloc"))
			kmalloc_add(&caches->sizes, size);
	}
	caches->assumed = caches->sizes.count == 0;
	if (caches->assumed)
		caches->sizes = kmalloc_usual(page_size);
}

static bool has_cache(const struct caches *caches, const char *prefix,
	size_t length, uint64_t size)
{
	for (size_t i = 0; i < caches->names_count; i++) {
		uint64_t other;
		size_t other_length;

		if (slab_name_size(caches->names[i], &other, &other_length) &&
			other == size && other_length == length &&
			memcmp(caches->names[i], prefix, length) == 0)
			return true;
	}
	return false;
}

/* A set of its own has all the sizes that kmalloc has, "msg_msg-8" to "-8k". */
static bool is_bucket(
	const struct caches *caches, const char *prefix, size_t length)
{
	for (size_t i = 0; i < caches->sizes.count; i++)
		if (!has_cache(caches, prefix, length, caches->sizes.of[i]))
			return false;
	return true;
}

static const struct {
	const char *prefix, *serves;
} families[] = {
	{"kmalloc", "ordinary requests (GFP_KERNEL)"},
	{"kmalloc-cg",
		"what is charged to a control group (GFP_KERNEL_ACCOUNT)"},
	{"kmalloc-rcl", "what can be reclaimed (__GFP_RECLAIMABLE)"},
	{"dma-kmalloc", "memory of the zone DMA (GFP_DMA)"},
	{"kmalloc-dma", "memory of the zone DMA (GFP_DMA)"},
};

enum { FAMILIES = ARRAY_SIZE(families) };

/* False: the cache is none of kmalloc's. */
static bool find_serves(const struct caches *caches, const char *name,
	size_t length, char text[128])
{
	for (size_t i = 0; i < FAMILIES; i++) {
		if (!has_prefix(name, length, families[i].prefix))
			continue;
		snprintf(text, 128, "%s", families[i].serves);
		return true;
	}
	if (strncmp(name, "kmalloc-rnd-", 12) == 0)
		snprintf(text, 128,
			"ordinary requests of some places in the kernel, by "
			"chance");
	else if (is_bucket(caches, name, length))
		snprintf(text, 128, "%.*s alone, kept apart from all others",
			(int)length, name);
	else
		return false;
	return true;
}

static void set_unknown(struct slab_cache *cache)
{
	cache->slot = cache->per_slab = cache->slab_pages = cache->slabs =
		cache->objects = cache->active = SLAB_UNKNOWN;
}

static bool find_in_slabinfo(
	const struct caches *caches, const char *name, struct slab_cache *cache)
{
	struct lines lines =
		lines_of(caches->slabinfo, caches->slabinfo_length);

	while (slabinfo_next(&lines, cache))
		if (strcmp(cache->name, name) == 0)
			return true;
	return false;
}

static void read_figures(const struct caches *caches, struct cache_entry *e)
{
	struct slab_cache found;

	if (caches->slabinfo && find_in_slabinfo(caches, e->cache.name, &found))
		e->cache = found;
	else if (!slab_read(e->cache.name, &e->cache))
		set_unknown(&e->cache);
	e->slab_size = e->cache.slab_pages == SLAB_UNKNOWN
			       ? SLAB_UNKNOWN
			       : e->cache.slab_pages * caches->page_size;
}

static void add(struct caches *caches, const char *name, const char *serves)
{
	struct cache_entry *e = &caches->of[caches->count++];

	*e = (struct cache_entry){0};
	snprintf(e->cache.name, sizeof(e->cache.name), "%s", name);
	snprintf(e->serves, sizeof(e->serves), "%s", serves);
	slab_merged(name, e->merged);
	read_figures(caches, e);
}

/* The ordinary one, then the rest by name. */
static int compare(const void *a, const void *b)
{
	const struct cache_entry *x = a, *y = b;
	bool x_first = strcmp(x->serves, families[0].serves) == 0;
	bool y_first = strcmp(y->serves, families[0].serves) == 0;

	if (x_first != y_first)
		return x_first ? -1 : 1;
	return strcmp(x->cache.name, y->cache.name);
}

void caches_of(struct caches *caches, uint64_t size)
{
	for (size_t i = 0; i < caches->names_count; i++) {
		const char *name = caches->names[i];
		char serves[128];
		uint64_t its;
		size_t length;

		if (caches->count < CACHES_MAX &&
			slab_name_size(name, &its, &length) && its == size &&
			find_serves(caches, name, length, serves))
			add(caches, name, serves);
	}
	qsort(caches->of, caches->count, sizeof(*caches->of), compare);
}

bool caches_refresh(struct caches *caches)
{
	free(caches->slabinfo);
	caches->slabinfo =
		read_text("/proc/slabinfo", &caches->slabinfo_length);
	if (!caches->slabinfo)
		return false;
	for (size_t i = 0; i < caches->count; i++)
		read_figures(caches, &caches->of[i]);
	return true;
}

void caches_free(struct caches *caches)
{
	free(caches->names);
	free(caches->slabinfo);
	*caches = (struct caches){0};
}
