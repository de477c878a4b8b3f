/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/memory.h"

#include <stdbool.h>
#include <string.h>

#include "proc/lines.h"
#include "words/array.h"

struct key {
	const char *key;
	enum memory_kind kind;
};

static const struct key smaps_keys[] = {
	{"Rss", MEMORY_RESIDENT},
	{"Pss", MEMORY_PROPORTIONAL},
	{"Anonymous", MEMORY_ANONYMOUS},
	{"Private_Dirty", MEMORY_PRIVATE_DIRTY},
	{"Shared_Dirty", MEMORY_SHARED_DIRTY},
	{"Referenced", MEMORY_REFERENCED},
	{"LazyFree", MEMORY_LAZILY_FREED},
	{"AnonHugePages", MEMORY_HUGE_ANONYMOUS},
	{"ShmemPmdMapped", MEMORY_HUGE_FILE},
	{"FilePmdMapped", MEMORY_HUGE_FILE},
	{"Shared_Hugetlb", MEMORY_HUGETLB},
	{"Private_Hugetlb", MEMORY_HUGETLB},
	{"Swap", MEMORY_SWAPPED},
};

static const struct key status_keys[] = {
	{"VmSize", MEMORY_SIZE},
	{"VmLck", MEMORY_LOCKED},
	{"RssShmem", MEMORY_SHMEM},
	{"VmPTE", MEMORY_PAGE_TABLES},
};

const char *memory_name(enum memory_kind kind)
{
	static const char *const names[MEMORY_KINDS] = {
		[MEMORY_SIZE] = "size",
		[MEMORY_RESIDENT] = "resident",
		[MEMORY_ANONYMOUS] = "anonymous",
		[MEMORY_FILE] = "file",
		[MEMORY_SHMEM] = "shmem",
		[MEMORY_PRIVATE_DIRTY] = "private_dirty",
		[MEMORY_SHARED_DIRTY] = "shared_dirty",
		[MEMORY_REFERENCED] = "referenced",
		[MEMORY_PROPORTIONAL] = "proportional",
		[MEMORY_LOCKED] = "locked",
		[MEMORY_SWAPPED] = "swapped",
		[MEMORY_LAZILY_FREED] = "lazily_freed",
		[MEMORY_HUGE_ANONYMOUS] = "huge_anonymous",
		[MEMORY_HUGE_FILE] = "huge_file",
		[MEMORY_HUGETLB] = "hugetlb",
		[MEMORY_PAGE_TABLES] = "page_tables",
	};

	return names[kind];
}

enum memory_kind memory_smaps_kind(const char *key, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(smaps_keys); i++)
		if (strlen(smaps_keys[i].key) == length &&
			memcmp(smaps_keys[i].key, key, length) == 0)
			return smaps_keys[i].kind;
	return MEMORY_KINDS;
}

struct memory memory_unknown(void)
{
	struct memory memory;

	for (int i = 0; i < MEMORY_KINDS; i++)
		memory.of[i] = -1;
	return memory;
}

static void add(struct memory *memory, enum memory_kind kind, uint64_t bytes)
{
	memory->of[kind] =
		(memory->of[kind] < 0 ? 0 : memory->of[kind]) + (int64_t)bytes;
}

static void read_keys(struct memory *memory, const char *text, size_t length,
	const struct key *keys, size_t count)
{
	struct lines lines = lines_of(text, length);
	struct line line;
	uint64_t bytes;

	while (lines_next(&lines, &line))
		for (size_t i = 0; i < count; i++)
			if (line_number(&line, keys[i].key, &bytes)) {
				add(memory, keys[i].kind, bytes);
				break;
			}
}

void memory_read_smaps(struct memory *memory, const char *text, size_t length)
{
	read_keys(memory, text, length, smaps_keys, ARRAY_SIZE(smaps_keys));
}

void memory_read_status(struct memory *memory, const char *text, size_t length)
{
	read_keys(memory, text, length, status_keys, ARRAY_SIZE(status_keys));
}

/*
 * smaps shows what is anonymous, but not which part of the rest is shared
 * memory.  Inconsistent figures are dropped.
 */
void memory_complete(struct memory *memory)
{
	int64_t rest =
		memory->of[MEMORY_RESIDENT] - memory->of[MEMORY_ANONYMOUS];
	int64_t shmem = memory->of[MEMORY_SHMEM];
	bool known = memory->of[MEMORY_RESIDENT] >= 0 &&
		     memory->of[MEMORY_ANONYMOUS] >= 0 && shmem >= 0 &&
		     shmem <= rest;

	memory->of[MEMORY_SHMEM] = known ? shmem : -1;
	memory->of[MEMORY_FILE] = known ? rest - shmem : -1;
}
