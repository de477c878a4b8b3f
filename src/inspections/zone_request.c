/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which zone would serve a request of the kernel's (GFP_KERNEL) now. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "inspections/zone_list.h"
#include "proc/nodes.h"
#include "render/field.h"

/* A zone that may serve it, in the order in which they are asked. */
struct candidate {
	const struct zone_entry *entry;
	const char *zone; /* its name, and its node */
	unsigned node;
	uint64_t distance; /* of its node from ours */
	enum buddy_answer answer;
	unsigned taken;
};

struct request {
	uint64_t size, page_size;
	unsigned order;
	struct candidate *candidates;
	size_t count;
	const struct candidate *served; /* NULL: by none */
	bool pieces; /* one has enough, in pieces that are too small */
};

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
static bool find_candidates(struct request *q, const struct zone_list *list)
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

static void ask_all(struct request *q, const struct zone_list *list)
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

static const char *const answers[] = {
	[BUDDY_SERVES] = "serves",
	[BUDDY_BELOW_MARK] = "below-mark",
	[BUDDY_IN_PIECES] = "in-pieces",
};

static const char *outcome_of(const struct request *q, size_t orders)
{
	if (q->order >= orders)
		return "refused";
	if (q->served)
		return "served";
	return q->pieces ? "compaction" : "reclaim";
}

#define TRIED(member) MEMBER(struct candidate, member)

static const struct field tried_fields[] = {
	{"node", NULL, VALUE_COUNT, TRIED(node)},
	{"zone", NULL, VALUE_TEXT, TRIED(zone)},
	{"answer", NULL, VALUE_TEXT, TRIED(answer), .names = answers},
};

static void tell_tried(struct render *r, const struct request *q, size_t orders)
{
	render_array(r, "tried");
	for (size_t i = 0; i < q->count && q->order < orders; i++) {
		const struct candidate *c = &q->candidates[i];

		render_item(r, NULL, FIELDS(tried_fields), c);
		if (c == q->served)
			break;
	}
	render_close(r);
}

static void format_message(
	const struct request *q, size_t orders, char *text, size_t size)
{
	char most[32];

	format_bytes(
		orders ? q->page_size << (orders - 1) : 0, most, sizeof(most));
	if (q->order >= orders)
		snprintf(text, size,
			"no block is as large: the largest has order %zu, %s; "
			"only vmalloc(), of single pages, gives more",
			orders - 1, most);
	else if (q->served && q->served->taken > q->order)
		snprintf(text, size,
			"node %u, zone %s serves it now: a block of order %u "
			"is split; no compaction is needed",
			q->served->entry->zone.node,
			q->served->entry->zone.name, q->served->taken);
	else if (q->served)
		snprintf(text, size,
			"node %u, zone %s serves it now; no compaction is "
			"needed",
			q->served->entry->zone.node,
			q->served->entry->zone.name);
	else if (q->pieces)
		snprintf(text, size,
			"no zone has a block that is large enough above its "
			"low watermark, though there is memory: it takes "
			"compaction");
	else
		snprintf(text, size,
			"no zone has enough above its low watermark: kswapd is "
			"woken, and memory must be reclaimed");
}

/* What has come of it, as it is shown. */
struct answer {
	uint64_t size, order, block_size; /* block_size: 0: none is as large */
	const char *outcome, *zone;       /* zone: NULL: none serves it */
	unsigned node, taken;
	bool served;
};

#define ANSWER(member) MEMBER(struct answer, member)
#define IF_SERVED IF_HAS(struct answer, served)

static const struct field answer_fields[] = {
	{"size", "a request of ", VALUE_BYTES, ANSWER(size)},
	{"order", " (GFP_KERNEL): order ", VALUE_COUNT, ANSWER(order)},
	{"block_size", ", a block of ", VALUE_BYTES, ANSWER(block_size),
		.unless = UNLESS_ZERO},
	{"outcome", NULL, VALUE_TEXT, ANSWER(outcome)},
	{"node", NULL, VALUE_COUNT, ANSWER(node), IF_SERVED},
	{"zone", NULL, VALUE_TEXT, ANSWER(zone)},
	{"taken_order", NULL, VALUE_COUNT, ANSWER(taken), IF_SERVED},
};

static struct answer answer_of(const struct request *q, size_t orders)
{
	struct answer answer = {.size = q->size,
		.order = q->order,
		.block_size = q->order < 64 - 12 ? q->page_size << q->order : 0,
		.outcome = outcome_of(q, orders),
		.served = q->served != NULL};

	if (q->served) {
		answer.zone = q->served->zone;
		answer.node = q->served->node;
		answer.taken = q->served->taken;
	}
	return answer;
}

static void tell(struct render *r, const struct request *q, size_t orders)
{
	struct answer answer = answer_of(q, orders);
	char text[256];

	format_message(q, orders, text, sizeof(text));
	render_object(r, "request");
	render_line(r, 0);
	render_fields(r, FIELDS(answer_fields), &answer);
	tell_tried(r, q, orders);
	render_line(r, 3);
	render_fact(r, "message", "", as_text(text));
	render_close(r);
}

void zone_request_tell(struct render *r, const struct zone_list *list,
	uint64_t size, uint64_t page_size)
{
	struct request q = {.size = size, .page_size = page_size};
	size_t orders = zone_list_orders(list);

	/* Without its free blocks nothing could be said of it. */
	if (!size || !orders || !find_candidates(&q, list)) {
		render_null(r, "request");
		return;
	}
	q.order = buddy_order(size, page_size);
	if (!q.count && q.order < orders) {
		render_null(r, "request");
		free(q.candidates);
		return;
	}
	ask_all(&q, list);
	tell(r, &q, orders);
	free(q.candidates);
}
