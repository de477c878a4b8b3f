/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The nodes of memory, /sys/devices/system/node. */
#ifndef MEMTOOL_PROC_NODES_H
#define MEMTOOL_PROC_NODES_H

#include <stddef.h>
#include <stdint.h>

enum { NODES_MAX = 256 };

/* The node of the current CPU; 0 if unknown. */
unsigned read_local_node(void);

/*
 * The distance of each node from NODE, by node number; returns the count, 0 if
 * unknown.
 */
size_t read_node_distances(unsigned node, uint64_t distances[NODES_MAX]);

#endif
