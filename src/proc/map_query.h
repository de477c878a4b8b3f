/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The mapping at an address of another process, whatever the number of its
 * mappings: PROCMAP_QUERY, since Linux 6.11; before, all of maps is read.
 */
#ifndef MEMTOOL_PROC_MAP_QUERY_H
#define MEMTOOL_PROC_MAP_QUERY_H

#include <sys/types.h>

#include "proc/maps_text.h"

struct map_query {
	int fd;
	bool failed; /* nothing is known */
	char *text;  /* of maps, if the kernel cannot be asked */
	size_t length;
	pid_t pid;
};

struct map_query map_query_of(pid_t pid);

/*
 * The mapping that holds ADDRESS, or the next one above it; false: there is
 * none.  Only .start, .end and .perms are known.
 */
bool map_query_next(
	struct map_query *query, uint64_t address, struct mapping *mapping);

void map_query_end(struct map_query *query);

#endif
