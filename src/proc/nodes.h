/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The nodes of memory, /sys/devices/system/node. */
#ifndef MEMTOOL_PROC_NODES_H
#define MEMTOOL_PROC_NODES_H

#include <stddef.h>
#include <stdint.h>

enum { NODES_MAX = 256 };

/* The node of the CPU that runs this; 0 where it cannot be told. */
unsigned read_local_node(void);

/*
 * How far each node is from NODE, in the order of their numbers; how many
 * there are, 0 where it is not told.
 */
size_t read_node_distances(unsigned node, uint64_t distances[NODES_MAX]);

#endif
