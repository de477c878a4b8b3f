/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which zone would serve a request of the kernel's (GFP_KERNEL) now. */
#ifndef MEMTOOL_INSPECTIONS_ZONE_REQUEST_H
#define MEMTOOL_INSPECTIONS_ZONE_REQUEST_H

#include "inspections/zones/zone_list.h"

/* A zone that may serve it, in the order in which they are asked. */
struct candidate {
	const struct zone_entry *entry;
	const char *zone; /* its name, and its node */
	unsigned node;
	uint64_t distance; /* of its node from ours */
	enum buddy_answer answer;
	unsigned taken;
};

struct zone_request {
	bool known; /* else nothing could be said of it */
	uint64_t size, page_size;
	unsigned order;
	size_t orders; /* that there are */
	struct candidate *candidates;
	size_t count;
	const struct candidate *served; /* NULL: by none */
	bool pieces; /* one has enough, in pieces that are too small */
};

/*
 * What SIZE bytes would be served by.  It points into LIST.  SIZE 0: nothing
 * is asked for.
 */
void zone_request_find(struct zone_request *q, const struct zone_list *list,
	uint64_t size, uint64_t page_size);
void zone_request_free(struct zone_request *q);

/* "request"; null where it is not known. */
void zone_request_tell(struct render *r, const struct zone_request *q);

#endif
