/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The zones of this machine, and which of them would serve a request. */
#ifndef MEMTOOL_INSPECTIONS_ZONES_ZONE_LIST_H
#define MEMTOOL_INSPECTIONS_ZONES_ZONE_LIST_H

#include "inspections/missing.h"
#include "models/free_blocks.h"
#include "proc/zoneinfo.h"

struct zone_entry {
	struct zone zone;
	struct buddy buddy; /* .orders is 0: unknown */
};

struct zone_list {
	struct zone_entry *of; /* by node, lowest zone first */
	size_t count;
};

/* False: nothing could be read, or out of memory; errno is set. */
bool zone_list_read(struct zone_list *list, struct missing *missing);
void zone_list_free(struct zone_list *list);

/* The largest number of orders of any zone; 0: unknown. */
size_t zone_list_orders(const struct zone_list *list);

/* The bytes of a number of pages; ZONE_UNKNOWN stays. */
uint64_t zone_bytes(
	const struct zone *zone, enum zone_figure figure, uint64_t page_size);

/* One row of "zones". */
void zone_print(
	struct render *r, const struct zone_entry *entry, uint64_t page_size);

#endif
