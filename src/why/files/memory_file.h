/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory files, whose pages are on no disk: of tmpfs, of hugetlbfs, unnamed. */
#ifndef MEMTOOL_WHY_FILES_MEMORY_FILE_H
#define MEMTOOL_WHY_FILES_MEMORY_FILE_H

#include "proc/maps_text.h"
#include "why/diagnosis.h"

/*
 * Whether it maps such a file: shared anonymous memory, a memfd, a System V
 * segment, a file on tmpfs or hugetlbfs.
 */
bool maps_memory_file(const struct diagnosis *d, const struct mapping *m);

/* Whether that file has a name of the kernel's, and no path. */
bool maps_unnamed_memory(const struct mapping *m);

/* The bytes of pages that the file has; false: unknown. */
bool memory_file_holds(
	const struct diagnosis *d, const struct mapping *m, uint64_t *bytes);

#endif
