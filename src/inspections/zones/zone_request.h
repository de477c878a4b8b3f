/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which zone would serve a GFP_KERNEL request now. */
#ifndef MEMTOOL_INSPECTIONS_ZONES_ZONE_REQUEST_H
#define MEMTOOL_INSPECTIONS_ZONES_ZONE_REQUEST_H

#include "inspections/zones/zone_list.h"

/* A zone that may serve it, in the order of trying. */
struct candidate {
	const struct zone_entry *entry;
	const char *zone; /* its name and node */
	unsigned node;
	uint64_t distance; /* of its node from ours */
	enum buddy_answer answer;
	unsigned taken;
};

struct zone_request {
	bool known; /* false: unknown */
	uint64_t size, page_size;
	unsigned order;
	size_t orders; /* of this kernel */
	struct candidate *candidates;
	size_t count;
	const struct candidate *served; /* NULL: none */
	bool pieces; /* a zone has enough memory, but in smaller blocks */
};

/*
 * Find what would serve SIZE bytes.  The result points into LIST.  SIZE 0: no
 * request.
 */
void zone_request_find(struct zone_request *request,
	const struct zone_list *list, uint64_t size, uint64_t page_size);
void zone_request_free(struct zone_request *request);

/* "request"; null if unknown. */
void zone_request_print(struct render *r, const struct zone_request *request);

#endif
