/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/zones/zone_request.h"

#include <stdlib.h>
#include <string.h>

#include "proc/nodes.h"

/* Neither HighMem nor Movable: the kernel's own must be mapped and stay. */
static bool is_for_kernel(const char *zone)
{
	return strcmp(zone, "DMA") == 0 || strcmp(zone, "DMA32") == 0 ||
	       strcmp(zone, "Normal") == 0;
}

/*
 * The place of Normal among the kinds of zones, which is that of its figure
 * within "protection".
 */
static size_t place_of_normal(const struct zone_list *list)
{
	bool dma = false, dma32 = false;

	for (size_t i = 0; i < list->count; i++) {
		dma |= strcmp(list->of[i].zone.name, "DMA") == 0;
		dma32 |= strcmp(list->of[i].zone.name, "DMA32") == 0;
	}
	return (size_t)dma + dma32;
}

static enum buddy_answer ask(const struct zone_entry *entry, size_t place,
	unsigned order, unsigned *taken)
{
	const struct zone *zone = &entry->zone;
	uint64_t cma = zone->pages[ZONE_FREE_CMA];
	struct buddy_zone ask = {.free = zone->pages[ZONE_FREE],
		.mark = zone->pages[ZONE_LOW],
		.reserve =
			place < zone->protections ? zone->protection[place] : 0,
		.unusable = cma == ZONE_UNKNOWN ? 0 : cma,
		.blocks = entry->buddy.blocks,
		.orders = entry->buddy.orders};

	return buddy_ask(&ask, order, taken);
}

/* Our node first, then by distance; in each from the highest zone down. */
static int compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	if (x->entry->zone.node != y->entry->zone.node)
		return x->entry->zone.node < y->entry->zone.node ? -1 : 1;
	return x->entry > y->entry ? -1 : 1;
}

/* The distances come in the order of the nodes, as the list does. */
static bool find_candidates(
	struct zone_request *q, const struct zone_list *list)
{
	uint64_t distances[NODES_MAX];
	size_t nodes = read_node_distances(read_local_node(), distances);
	size_t nth = 0;

	q->candidates =
		calloc(list->count ? list->count : 1, sizeof(*q->candidates));
	if (!q->candidates)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct zone_entry *e = &list->of[i];

		if (i && e->zone.node != list->of[i - 1].zone.node)
			nth++;
		if (!is_for_kernel(e->zone.name) ||
			!e->zone.pages[ZONE_MANAGED] || !e->buddy.orders ||
			e->zone.pages[ZONE_FREE] == ZONE_UNKNOWN ||
			e->zone.pages[ZONE_LOW] == ZONE_UNKNOWN)
			continue;
		q->candidates[q->count++] = (struct candidate){.entry = e,
			.zone = e->zone.name,
			.node = e->zone.node,
			.distance = nth < nodes ? distances[nth] : nth};
	}
	qsort(q->candidates, q->count, sizeof(*q->candidates), compare);
	return true;
}

static void ask_all(struct zone_request *q, const struct zone_list *list)
{
	size_t place = place_of_normal(list);

	for (size_t i = 0; i < q->count; i++) {
		struct candidate *c = &q->candidates[i];

		c->answer = ask(c->entry, place, q->order, &c->taken);
		if (c->answer == BUDDY_SERVES && !q->served)
			q->served = c;
		q->pieces |= c->answer == BUDDY_IN_PIECES;
	}
}

void zone_request_find(struct zone_request *q, const struct zone_list *list,
	uint64_t size, uint64_t page_size)
{
	*q = (struct zone_request){.size = size,
		.page_size = page_size,
		.orders = zone_list_orders(list)};
	/* Without its free blocks nothing could be said of it. */
	if (!size || !q->orders || !find_candidates(q, list))
		return;
	q->order = buddy_order(size, page_size);
	q->known = q->count || q->order >= q->orders;
	ask_all(q, list);
}

void zone_request_free(struct zone_request *q)
{
	free(q->candidates);
}
