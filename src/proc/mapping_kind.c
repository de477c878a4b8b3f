/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/mapping_kind.h"

#include <string.h>

#include "words/array.h"
#include "words/traits.h"

/*
 * Prefixes of names that show the kind.  The kernel backs shared and huge-page
 * memory by its own files (mm/shmem.c, fs/hugetlbfs/inode.c, ipc/shm.c).
 */
static const struct {
	const char *beginning;
	enum mapping_kind kind;
} names[] = {
	{"[heap]", KIND_HEAP},
	{"[stack", KIND_STACK}, /* "[stack:42]" of a thread, Linux 3.4 to 4.4 */
	{"[anon:", KIND_ANONYMOUS},
	{"[anon_shmem:", KIND_ANONYMOUS},
	{"[", KIND_SPECIAL},
	{"/dev/zero (deleted)", KIND_ANONYMOUS},
	{"/anon_hugepage", KIND_ANONYMOUS},
	{"/SYSV", KIND_ANONYMOUS},
};

enum mapping_kind mapping_kind(const struct mapping *m)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t length = strlen(names[i].beginning);

		if (m->path_length >= length &&
			memcmp(m->path, names[i].beginning, length) == 0)
			return names[i].kind;
	}
	return mapping_is_file(m) ? KIND_FILE : KIND_ANONYMOUS;
}

const char *mapping_kind_name(enum mapping_kind kind)
{
	static const char *const words[] = {
		[KIND_ANONYMOUS] = "anonymous",
		[KIND_FILE] = "file",
		[KIND_HEAP] = "heap",
		[KIND_STACK] = "stack",
		[KIND_SPECIAL] = "special",
	};

	return words[kind];
}

static bool has_huge_pages(const struct smaps_mapping *s)
{
	return mapping_is_flagged(&s->mapping, "ht") ||
	       s->memory.of[MEMORY_HUGE_ANONYMOUS] > 0 ||
	       s->memory.of[MEMORY_HUGE_FILE] > 0 ||
	       s->memory.of[MEMORY_HUGETLB] > 0;
}

uint64_t mapping_traits(const struct smaps_mapping *s)
{
	static const uint64_t of_kind[] = {
		[KIND_ANONYMOUS] = TRAIT_ANONYMOUS,
		[KIND_FILE] = TRAIT_FILE,
		[KIND_HEAP] = TRAIT_HEAP,
		[KIND_STACK] = TRAIT_STACK,
		[KIND_SPECIAL] = 0,
	};
	const char *perms = s->mapping.perms;

	return of_kind[mapping_kind(&s->mapping)] |
	       (perms[1] == 'w' ? TRAIT_WRITABLE : 0) |
	       (perms[2] == 'x' ? TRAIT_EXEC : 0) |
	       (perms[3] == 's' ? TRAIT_SHARED : 0) |
	       (has_huge_pages(s) ? TRAIT_HUGE : 0) |
	       (mapping_is_flagged(&s->mapping, "lo") ? TRAIT_LOCKED : 0);
}
