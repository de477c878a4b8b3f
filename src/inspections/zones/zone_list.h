/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The zones of this machine, and which of them a request would ask. */
#ifndef MEMTOOL_INSPECTIONS_ZONE_LIST_H
#define MEMTOOL_INSPECTIONS_ZONE_LIST_H

#include "inspections/unseen.h"
#include "models/free_blocks.h"
#include "proc/zoneinfo.h"

struct zone_entry {
	struct zone zone;
	struct buddy buddy; /* .orders is 0: not known */
};

struct zone_list {
	struct zone_entry *of; /* by node, from the lowest zone upwards */
	size_t count;
};

/* False: nothing could be read, or memory is short; errno says which. */
bool zone_list_read(struct zone_list *list, struct unseen *unseen);
void zone_list_free(struct zone_list *list);

/* The largest number of orders that any zone has; 0: not known. */
size_t zone_list_orders(const struct zone_list *list);

/* Of a zone's pages; ZONE_UNKNOWN stays. */
uint64_t zone_bytes(
	const struct zone *zone, enum zone_figure figure, uint64_t page_size);

/* "zones": one row of it. */
void zone_tell(
	struct render *r, const struct zone_entry *entry, uint64_t page_size);

#endif
