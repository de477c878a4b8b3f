/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/map_query.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proc/read.h"
#include "words/uapi.h"

struct map_query map_query_of(pid_t pid)
{
	struct map_query query = {.pid = pid};
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	query.fd = open(path, O_RDONLY | O_CLOEXEC);
	query.failed = query.fd == -1;
	return query;
}

static bool next_in_text(
	struct map_query *query, uint64_t address, struct mapping *mapping)
{
	struct maps maps;

	if (!query->text)
		query->text =
			read_process_file(query->pid, "maps", &query->length);
	query->failed |= !query->text;
	maps = maps_of(query->text ? query->text : "", query->length);
	while (query->text && maps_next(&maps, mapping))
		if (mapping->end > address)
			return true;
	return false;
}

static void set_perms(struct mapping *mapping, uint64_t flags)
{
	mapping->perms[0] = flags & UAPI_MAP_READABLE ? 'r' : '-';
	mapping->perms[1] = flags & UAPI_MAP_WRITABLE ? 'w' : '-';
	mapping->perms[2] = flags & UAPI_MAP_EXECUTABLE ? 'x' : '-';
	mapping->perms[3] = flags & UAPI_MAP_SHARED ? 's' : 'p';
	mapping->perms[4] = '\0';
}

bool map_query_next(
	struct map_query *query, uint64_t address, struct mapping *mapping)
{
	struct uapi_map_query asked = {.size = sizeof(asked),
		.flags = UAPI_MAP_COVERING_OR_NEXT,
		.address = address};

	*mapping = (struct mapping){.path = ""};
	if (query->failed)
		return false;
	if (query->text)
		return next_in_text(query, address, mapping);
	if (ioctl(query->fd, UAPI_PROCMAP_QUERY, &asked) == -1)
		return errno != ENOENT && next_in_text(query, address, mapping);
	mapping->start = asked.start;
	mapping->end = asked.end;
	set_perms(mapping, asked.vma_flags);
	return true;
}

void map_query_end(struct map_query *query)
{
	if (query->fd != -1)
		close(query->fd);
	free(query->text);
}
