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
	struct memory m;

	for (int i = 0; i < MEMORY_KINDS; i++)
		m.of[i] = -1;
	return m;
}

static void add(struct memory *m, enum memory_kind kind, uint64_t bytes)
{
	m->of[kind] = (m->of[kind] < 0 ? 0 : m->of[kind]) + (int64_t)bytes;
}

static void read_keys(struct memory *m, const char *text, size_t length,
	const struct key *keys, size_t count)
{
	struct lines lines = lines_of(text, length);
	struct line line;
	uint64_t bytes;

	while (lines_next(&lines, &line))
		for (size_t i = 0; i < count; i++)
			if (line_number(&line, keys[i].key, &bytes)) {
				add(m, keys[i].kind, bytes);
				break;
			}
}

void memory_read_smaps(struct memory *m, const char *text, size_t length)
{
	read_keys(m, text, length, smaps_keys, ARRAY_SIZE(smaps_keys));
}

void memory_read_status(struct memory *m, const char *text, size_t length)
{
	read_keys(m, text, length, status_keys, ARRAY_SIZE(status_keys));
}

/*
 * smaps knows what is anonymous and what is not, but not what of the rest is
 * shared memory.  Figures that do not add up are not shown.
 */
void memory_complete(struct memory *m)
{
	int64_t rest = m->of[MEMORY_RESIDENT] - m->of[MEMORY_ANONYMOUS];
	int64_t shmem = m->of[MEMORY_SHMEM];
	bool known = m->of[MEMORY_RESIDENT] >= 0 &&
		     m->of[MEMORY_ANONYMOUS] >= 0 && shmem >= 0 &&
		     shmem <= rest;

	m->of[MEMORY_SHMEM] = known ? shmem : -1;
	m->of[MEMORY_FILE] = known ? rest - shmem : -1;
}
