/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/nodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc/read.h"

unsigned read_local_node(void)
{
	unsigned cpu, node;

	return syscall(SYS_getcpu, &cpu, &node, NULL) == 0 ? node : 0;
}

size_t read_node_distances(unsigned node, uint64_t distances[NODES_MAX])
{
	char path[80], *text, *at, *end;
	size_t length, count = 0;

	snprintf(path, sizeof(path), "/sys/devices/system/node/node%u/distance",
		node);
	text = read_text(path, &length);
	if (!text)
		return 0;
	for (at = text; count < NODES_MAX; at = end) {
		uint64_t distance = strtoull(at, &end, 10);

		if (end == at)
			break;
		distances[count++] = distance;
	}
	free(text);
	return count;
}
