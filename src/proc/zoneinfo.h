/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/zoneinfo and /proc/buddyinfo, proc(5).  The figures and their order
 * differ between kernels, so they are found by name.
 */
#ifndef MEMTOOL_PROC_ZONEINFO_H
#define MEMTOOL_PROC_ZONEINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/lines.h"

enum zone_figure {
	ZONE_FREE,
	ZONE_BOOST, /* temporarily added to the watermarks, which include it */
	ZONE_MIN,
	ZONE_LOW,
	ZONE_HIGH,
	ZONE_PROMO,
	ZONE_SPANNED,
	ZONE_PRESENT,
	ZONE_MANAGED,
	ZONE_FREE_CMA,
	ZONE_START, /* its first page frame */
	ZONE_FIGURES
};

enum { ZONES_MAX = 8, ZONE_NAME = 16, ORDERS_MAX = 32 };

#define ZONE_UNKNOWN UINT64_MAX

struct zone {
	unsigned node;
	char name[ZONE_NAME];
	uint64_t pages[ZONE_FIGURES]; /* ZONE_UNKNOWN: not shown */
	/*
	 * Pages reserved against allocations that can also use a higher zone,
	 * indexed by the highest zone that they may use.
	 */
	uint64_t protection[ZONES_MAX];
	size_t protections;
};

/* The next zone of zoneinfo's lines; false: there is none. */
bool zoneinfo_next(struct lines *lines, struct zone *zone);

/* A zone's free blocks of each order: "Node 0, zone DMA32 1 3 0 2 ..." */
struct buddy {
	unsigned node;
	char name[ZONE_NAME];
	uint64_t blocks[ORDERS_MAX];
	size_t orders;
};

bool buddyinfo_next(struct lines *lines, struct buddy *buddy);

#endif
