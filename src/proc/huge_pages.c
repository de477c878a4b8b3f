/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/huge_pages.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"

#define POOLS "/sys/kernel/mm/hugepages"
#define TRANSPARENT "/sys/kernel/mm/transparent_hugepage"

static bool read_pool_figure(uint64_t size, const char *name, uint64_t *value)
{
	char path[128];

	snprintf(path, sizeof(path), POOLS "/hugepages-%" PRIu64 "kB/%s",
		size / 1024, name);
	return read_number(path, value);
}

bool read_huge_pool(uint64_t size, struct huge_pool *pool)
{
	pool->size = size;
	return read_pool_figure(size, "nr_hugepages", &pool->pages) &&
	       read_pool_figure(size, "free_hugepages", &pool->free) &&
	       read_pool_figure(size, "resv_hugepages", &pool->reserved) &&
	       read_pool_figure(size, "surplus_hugepages", &pool->surplus) &&
	       read_pool_figure(
		       size, "nr_overcommit_hugepages", &pool->overcommit);
}

uint64_t huge_pool_left(const struct huge_pool *pool)
{
	uint64_t left = pool->free + pool->overcommit;
	uint64_t gone = pool->reserved + pool->surplus;

	return left > gone ? left - gone : 0;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The sizes listed in FOLDER as "hugepages-2048kB". */
static size_t sizes_in(const char *folder, uint64_t sizes[HUGE_SIZES_MAX])
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;
	uint64_t kib;

	if (!dir)
		return 0;
	while (count < HUGE_SIZES_MAX && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "hugepages-%" SCNu64 "kB", &kib) == 1)
			sizes[count++] = kib * 1024;
	closedir(dir);
	qsort(sizes, count, sizeof(*sizes), compare);
	return count;
}

size_t read_huge_sizes(uint64_t sizes[HUGE_SIZES_MAX])
{
	return sizes_in(POOLS, sizes);
}

bool selected_word(const char *text, char *word, size_t size)
{
	const char *open = strchr(text, '[');
	size_t length = open ? strcspn(open + 1, "]") : 0;

	if (!open || open[1 + length] != ']' || length >= size)
		return false;
	memcpy(word, open + 1, length);
	word[length] = '\0';
	return true;
}

bool read_thp_size(uint64_t *size)
{
	return read_number(TRANSPARENT "/hpage_pmd_size", size);
}

static bool read_selected(const char *path, char *word, size_t size)
{
	size_t length;
	char *text = read_text(path, &length);
	bool found = text && selected_word(text, word, size);

	free(text);
	return found;
}

static bool is_on(const char *word)
{
	return strcmp(word, "never") != 0 && strcmp(word, "deny") != 0;
}

/* A size's own setting; before Linux 6.8 there is only one for all. */
static bool size_is_on(uint64_t size, const char *name, bool all, uint64_t thp)
{
	char path[128], word[16];

	snprintf(path, sizeof(path), TRANSPARENT "/hugepages-%" PRIu64 "kB/%s",
		size / 1024, name);
	if (!read_selected(path, word, sizeof(word)))
		return all && size == thp;
	return strcmp(word, "inherit") == 0 ? all : is_on(word);
}

bool read_thp_switch(bool shmem, struct thp_switch *is)
{
	const char *name = shmem ? "shmem_enabled" : "enabled";
	uint64_t sizes[HUGE_SIZES_MAX + 1], thp;
	char path[128];
	size_t count;

	snprintf(path, sizeof(path), TRANSPARENT "/%s", name);
	if (!read_thp_size(&thp) ||
		!read_selected(path, is->word, sizeof(is->word)))
		return false;
	is->smallest = 0;
	count = sizes_in(TRANSPARENT, sizes);
	if (count == 0)
		sizes[count++] = thp;
	/* "deny" overrides the settings of sizes. */
	if (strcmp(is->word, "deny") == 0)
		count = 0;
	for (size_t i = 0; i < count && !is->smallest; i++)
		if (size_is_on(sizes[i], name, is_on(is->word), thp))
			is->smallest = sizes[i];
	return true;
}
