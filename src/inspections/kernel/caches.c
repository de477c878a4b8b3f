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
		return; /* it is left out */
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
	struct caches *caches, uint64_t page_size, struct missing *missing)
{
	*caches = (struct caches){.page_size = page_size};
	caches->slabinfo =
		read_text("/proc/slabinfo", &caches->slabinfo_length);
	if (!caches->slabinfo)
		missing_add(missing, "/proc/slabinfo",
			"CONFIG_SLUB_DEBUG, or CONFIG_SLAB",
			"the number of objects in the caches");
	errno = 0;
	if (!slab_names(keep_name, caches)) {
		missing_add(missing, "/sys/kernel/slab", "CONFIG_SLUB, /sys",
			"which caches are merged");
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

/* A separate bucket set has all sizes of kmalloc, "msg_msg-8" to "-8k". */
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
		"requests charged to a control group (GFP_KERNEL_ACCOUNT)"},
	{"kmalloc-rcl", "reclaimable memory (__GFP_RECLAIMABLE)"},
	{"dma-kmalloc", "memory in the DMA zone (GFP_DMA)"},
	{"kmalloc-dma", "memory in the DMA zone (GFP_DMA)"},
};

enum { FAMILIES = ARRAY_SIZE(families) };

/* False: not a kmalloc cache. */
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
			"ordinary requests from random places in the kernel");
	else if (is_bucket(caches, name, length))
		snprintf(text, 128, "only %.*s, in separate caches",
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

static void read_figures(const struct caches *caches, struct cache_entry *entry)
{
	struct slab_cache found;

	if (caches->slabinfo &&
		find_in_slabinfo(caches, entry->cache.name, &found))
		entry->cache = found;
	else if (!slab_read(entry->cache.name, &entry->cache))
		set_unknown(&entry->cache);
	entry->slab_size =
		entry->cache.slab_pages == SLAB_UNKNOWN
			? SLAB_UNKNOWN
			: entry->cache.slab_pages * caches->page_size;
}

static void add(struct caches *caches, const char *name, const char *serves)
{
	struct cache_entry *entry = &caches->of[caches->count++];

	*entry = (struct cache_entry){0};
	snprintf(entry->cache.name, sizeof(entry->cache.name), "%s", name);
	snprintf(entry->serves, sizeof(entry->serves), "%s", serves);
	slab_merged(name, entry->merged);
	read_figures(caches, entry);
}

/* The ordinary cache first, then by name. */
static int compare(const void *a, const void *b)
{
	const struct cache_entry *entry = a, *y = b;
	bool x_first = strcmp(entry->serves, families[0].serves) == 0;
	bool y_first = strcmp(y->serves, families[0].serves) == 0;

	if (x_first != y_first)
		return x_first ? -1 : 1;
	return strcmp(entry->cache.name, y->cache.name);
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
