/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/zones/zone_request.h"

#include <stdlib.h>
#include <string.h>

#include "proc/nodes.h"

/* Neither HighMem nor Movable: kernel memory must be mapped and cannot move. */
static bool is_for_kernel(const char *zone)
{
	return strcmp(zone, "DMA") == 0 || strcmp(zone, "DMA32") == 0 ||
	       strcmp(zone, "Normal") == 0;
}

/* The index of Normal among the kinds of zones, also in "protection". */
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

/* Our node first, then by distance; in each node the highest zone first. */
static int compare(const void *a, const void *b)
{
	const struct candidate *candidate = a, *y = b;

	if (candidate->distance != y->distance)
		return candidate->distance < y->distance ? -1 : 1;
	if (candidate->entry->zone.node != y->entry->zone.node)
		return candidate->entry->zone.node < y->entry->zone.node ? -1
									 : 1;
	return candidate->entry > y->entry ? -1 : 1;
}

/* The distances are in the order of the nodes, like the list. */
static bool find_candidates(
	struct zone_request *request, const struct zone_list *list)
{
	uint64_t distances[NODES_MAX];
	size_t nodes = read_node_distances(read_local_node(), distances);
	size_t nth = 0;

	request->candidates = calloc(
		list->count ? list->count : 1, sizeof(*request->candidates));
	if (!request->candidates)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct zone_entry *entry = &list->of[i];

		if (i && entry->zone.node != list->of[i - 1].zone.node)
			nth++;
		if (!is_for_kernel(entry->zone.name) ||
			!entry->zone.pages[ZONE_MANAGED] ||
			!entry->buddy.orders ||
			entry->zone.pages[ZONE_FREE] == ZONE_UNKNOWN ||
			entry->zone.pages[ZONE_LOW] == ZONE_UNKNOWN)
			continue;
		request->candidates[request->count++] =
			(struct candidate){.entry = entry,
				.zone = entry->zone.name,
				.node = entry->zone.node,
				.distance = nth < nodes ? distances[nth] : nth};
	}
	qsort(request->candidates, request->count, sizeof(*request->candidates),
		compare);
	return true;
}

static void ask_all(struct zone_request *request, const struct zone_list *list)
{
	size_t place = place_of_normal(list);

	for (size_t i = 0; i < request->count; i++) {
		struct candidate *candidate = &request->candidates[i];

		candidate->answer = ask(candidate->entry, place, request->order,
			&candidate->taken);
		if (candidate->answer == BUDDY_SERVES && !request->served)
			request->served = candidate;
		request->pieces |= candidate->answer == BUDDY_IN_PIECES;
	}
}

void zone_request_find(struct zone_request *request,
	const struct zone_list *list, uint64_t size, uint64_t page_size)
{
	*request = (struct zone_request){.size = size,
		.page_size = page_size,
		.orders = zone_list_orders(list)};
	/* Without the free blocks the answer is unknown. */
	if (!size || !request->orders || !find_candidates(request, list))
		return;
	request->order = buddy_order(size, page_size);
	request->known = request->count || request->order >= request->orders;
	ask_all(request, list);
}

void zone_request_free(struct zone_request *request)
{
	free(request->candidates);
}
