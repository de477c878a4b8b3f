/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/files/memory_file.h"

#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "proc/read.h"
#include "why/huge/hugetlb.h"
#include "words/array.h"

bool maps_unnamed_memory(const struct mapping *m)
{
	static const char *const names[] = {"/dev/zero (deleted)",
		"/memfd:", "/SYSV", "/anon_hugepage (deleted)"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (m->path_length >= strlen(names[i]) &&
			memcmp(m->path, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

bool maps_memory_file(const struct diagnosis *d, const struct mapping *m)
{
	char path[MAPPED_FILE_MAX];
	struct statfs is;

	if (maps_unnamed_memory(m))
		return true;
	return read_mapped_file(d->subject, m, path, sizeof(path)) &&
	       statfs(path, &is) == 0 &&
	       (is.f_type == TMPFS_MAGIC || is_hugetlbfs(&is));
}

bool memory_file_holds(
	const struct diagnosis *d, const struct mapping *m, uint64_t *bytes)
{
	enum { BLOCK = 512 }; /* of st_blocks */
	char path[MAPPED_FILE_MAX];
	struct stat status;

	if (!read_mapped_file(d->subject, m, path, sizeof(path)) ||
		stat(path, &status) == -1)
		return false;
	*bytes = (uint64_t)status.st_blocks * BLOCK;
	return true;
}
