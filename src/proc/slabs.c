/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/slabs.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/read.h"

#define FOLDER "/sys/kernel/slab"

bool slabinfo_next(struct lines *lines, struct slab_cache *cache)
{
	struct line line;

	while (lines_next(lines, &line)) {
		char text[256];
		uint64_t active_slabs;

		if (line.length >= sizeof(text))
			continue;
		memcpy(text, line.text, line.length);
		text[line.length] = '\0';
		/* "kmalloc-8 512 512 8 512 1 : tunables ... : slabdata 1 1 0"
		 */
		if (sscanf(text,
			    "%63s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
			    " %" SCNu64 " : tunables %*u %*u %*u : slabdata "
			    "%" SCNu64 " %" SCNu64,
			    cache->name, &cache->active, &cache->objects,
			    &cache->slot, &cache->per_slab, &cache->slab_pages,
			    &active_slabs, &cache->slabs) == 8)
			return true;
	}
	return false;
}

bool slab_name_size(const char *name, uint64_t *size, size_t *prefix)
{
	const char *dash = strrchr(name, '-');
	char *end;
	unsigned long number;

	if (!dash || dash[1] < '1' || dash[1] > '9')
		return false;
	number = strtoul(dash + 1, &end, 10);
	if (*end == 'k' || *end == 'M') {
		number <<= *end == 'k' ? 10 : 20;
		end++;
	}
	if (*end || number > UINT32_MAX)
		return false;
	*size = number;
	*prefix = (size_t)(dash - name);
	return true;
}

bool slab_names(void (*each)(const char *name, void *context), void *context)
{
	const struct dirent *entry;
	DIR *dir = opendir(FOLDER);
	bool any = false;

	while (dir && (entry = readdir(dir))) {
		if (*entry->d_name == '.')
			continue;
		each(entry->d_name, context);
		any = true;
	}
	if (dir)
		closedir(dir);
	return any;
}

bool slab_merged(const char *name, char target[SLAB_NAME])
{
	char path[128], link[SLAB_NAME];
	const char *last;
	ssize_t length;

	snprintf(path, sizeof(path), FOLDER "/%s", name);
	length = readlink(path, link, sizeof(link) - 1);
	if (length <= 0)
		return false;
	link[length] = '\0';
	last = strrchr(link, '/');
	snprintf(target, SLAB_NAME, "%s", last ? last + 1 : link);
	return true;
}

static uint64_t read_figure(const char *name, const char *file)
{
	char path[128];
	uint64_t value;

	snprintf(path, sizeof(path), FOLDER "/%s/%s", name, file);
	return read_number(path, &value) ? value : SLAB_UNKNOWN;
}

bool slab_read(const char *name, struct slab_cache *cache)
{
	uint64_t order = read_figure(name, "order");

	cache->slot = read_figure(name, "slab_size");
	cache->per_slab = read_figure(name, "objs_per_slab");
	cache->slab_pages = order < 32 ? (uint64_t)1 << order : SLAB_UNKNOWN;
	cache->slabs = read_figure(name, "slabs");
	cache->objects = read_figure(name, "total_objects");
	cache->active = read_figure(name, "objects");
	return cache->slot != SLAB_UNKNOWN;
}
