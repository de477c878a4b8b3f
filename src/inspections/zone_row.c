/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One zone: what it is for, what it holds, how its free memory is split. */
#include <inttypes.h>
#include <string.h>

#include "inspections/zone_list.h"

enum { CHART = 24 };

static const struct {
	const char *zone, *is;
} meanings[] = {
	{"DMA", "the lowest addresses (on x86 below 16 MiB), for devices that "
		"reach no further"},
	{"DMA32", "below 4 GiB, for devices that have 32 address bits"},
	{"Normal", "what the kernel has mapped at all times; most requests "
		   "begin here"},
	{"HighMem", "what a 32-bit kernel maps only when it needs it; pages of "
		    "programs and files"},
	{"Movable", "only pages that can be moved, so that it can be emptied: "
		    "for memory that is unplugged, and for large blocks"},
	{"Device", "memory on devices, such as persistent memory; no ordinary "
		   "request is served from it"},
};

static const char *meaning_of(const struct zone *zone)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (strcmp(meanings[i].zone, zone->name) == 0)
			return meanings[i].is;
	return NULL;
}

static const struct {
	const char *key;
	enum zone_figure figure;
} sizes[] =
	{
		{"span", ZONE_SPANNED},
		{"present", ZONE_PRESENT},
		{"managed", ZONE_MANAGED},
		{"free", ZONE_FREE},
		{"free_cma", ZONE_FREE_CMA},
},
  marks[] = {
	  {"min", ZONE_MIN},
	  {"low", ZONE_LOW},
	  {"high", ZONE_HIGH},
	  {"promo", ZONE_PROMO},
};

enum {
	SIZES = sizeof(sizes) / sizeof(*sizes),
	MARKS = sizeof(marks) / sizeof(*marks),
};

static void tell_bytes(struct render *r, const char *key, uint64_t bytes)
{
	render_fact(r, key, NULL,
		bytes == ZONE_UNKNOWN ? as_null() : as_bytes(bytes));
}

static void tell_sizes(
	struct render *r, const struct zone *zone, uint64_t page_size)
{
	render_line(r, 3);
	for (int i = 0; i < SIZES; i++) {
		uint64_t bytes = zone_bytes(zone, sizes[i].figure, page_size);
		char label[24];

		tell_bytes(r, sizes[i].key, bytes);
		snprintf(label, sizeof(label), "%s%s ", i ? "   " : "",
			sizes[i].figure == ZONE_FREE_CMA ? "of it CMA"
							 : sizes[i].key);
		/* The figures of an empty zone are for programs alone. */
		if (bytes == ZONE_UNKNOWN || !zone->pages[ZONE_PRESENT] ||
			(sizes[i].figure == ZONE_FREE_CMA && !bytes))
			continue;
		say_about(r, label, bytes);
	}
}

/* How far the free memory is above each mark, or below it. */
static void tell_distances(
	struct render *r, const struct zone *zone, uint64_t page_size)
{
	uint64_t free = zone_bytes(zone, ZONE_FREE, page_size);

	render_object(r, "distance");
	for (int i = 0; i < MARKS; i++) {
		uint64_t mark = zone_bytes(zone, marks[i].figure, page_size);
		bool known = free != ZONE_UNKNOWN && mark != ZONE_UNKNOWN;

		render_fact(r, marks[i].key, NULL,
			known ? as_change((int64_t)(free - mark)) : as_null());
	}
	render_close(r);
}

static void say_mark(
	struct render *r, const char *key, uint64_t free, uint64_t mark)
{
	char is[32], left[32];
	bool above = free >= mark;

	format_about(mark, is, sizeof(is));
	format_about(above ? free - mark : mark - free, left, sizeof(left));
	render_line(r, 3);
	render_say(r, STYLE_PLAIN, "  %-8s%10s   ", key, is);
	render_say(r, above ? STYLE_PLAIN : STYLE_BAD, "%s %s it", left,
		above ? "above" : "below");
}

static void tell_marks(
	struct render *r, const struct zone *zone, uint64_t page_size)
{
	uint64_t free = zone_bytes(zone, ZONE_FREE, page_size);
	bool said = zone->pages[ZONE_MANAGED] && free != ZONE_UNKNOWN;

	render_object(r, "watermarks");
	for (int i = 0; i < MARKS; i++) {
		uint64_t mark = zone_bytes(zone, marks[i].figure, page_size);

		tell_bytes(r, marks[i].key, mark);
		if (said && mark != ZONE_UNKNOWN) {
			if (i == 0) {
				render_line(r, 3);
				render_say(r, STYLE_PLAIN, "watermarks");
			}
			say_mark(r, marks[i].key, free, mark);
		}
	}
	tell_bytes(r, "boost", zone_bytes(zone, ZONE_BOOST, page_size));
	render_close(r);
	tell_distances(r, zone, page_size);
}

/* "0.375", "-1.000"; a request that would not fail has no index. */
static void format_index(int index, char text[16])
{
	if (index == -1000)
		snprintf(text, 16, "-");
	else
		snprintf(text, 16, "%s%d.%03d", index < 0 ? "-" : "",
			(index < 0 ? -index : index) / 1000,
			(index < 0 ? -index : index) % 1000);
}

/* What of a zone's free memory lies in blocks of this order, as a bar. */
static void say_order(struct render *r, const struct buddy *buddy,
	unsigned order, uint64_t page_size, int unusable, int fragmentation)
{
	uint64_t all = buddy_free(buddy->blocks, buddy->orders);
	uint64_t here = buddy->blocks[order] << order;
	uint64_t bar = all ? (here * CHART + all - 1) / all : 0;
	char size[32], parts[2][16], text[128];

	format_bytes(page_size << order, size, sizeof(size));
	format_index(unusable, parts[0]);
	format_index(fragmentation, parts[1]);
	snprintf(text, sizeof(text), "%5u %9s %10" PRIu64 "  %-*.*s  %9s %10s",
		order, size, buddy->blocks[order], CHART, (int)bar,
		"########################", parts[0], parts[1]);
	render_line(r, 3);
	render_whole(r, STYLE_PLAIN, text);
}

static void say_orders_head(struct render *r)
{
	char text[128];

	snprintf(text, sizeof(text), "%5s %9s %10s  %-*s  %9s %10s", "order",
		"block", "free", CHART, "share of the free memory", "unusable",
		"fragmented");
	render_line(r, 3);
	render_whole(r, STYLE_LABEL, text);
}

static void tell_orders(
	struct render *r, const struct buddy *buddy, uint64_t page_size)
{
	if (!buddy->orders) {
		render_fact(r, "orders", NULL, as_null());
		return;
	}
	say_orders_head(r);
	render_array(r, "orders");
	for (unsigned i = 0; i < buddy->orders; i++) {
		int unusable = buddy_unusable(buddy->blocks, buddy->orders, i);
		int fragmentation =
			buddy_fragmentation(buddy->blocks, buddy->orders, i);

		render_object(r, NULL);
		render_fact(r, "order", NULL, as_count(i));
		render_fact(r, "size", NULL, as_bytes(page_size << i));
		render_fact(r, "blocks", NULL, as_count(buddy->blocks[i]));
		render_fact(r, "unusable_index", NULL, as_number(unusable));
		render_fact(r, "fragmentation_index", NULL,
			as_number(fragmentation));
		render_close(r);
		say_order(r, buddy, i, page_size, unusable, fragmentation);
	}
	render_close(r);
}

static void tell_protection(
	struct render *r, const struct zone *zone, uint64_t page_size)
{
	render_array(r, "protection");
	for (size_t i = 0; i < zone->protections; i++)
		render_fact(r, NULL, NULL,
			as_bytes(zone->protection[i] * page_size));
	render_close(r);
}

void zone_tell(
	struct render *r, const struct zone_entry *entry, uint64_t page_size)
{
	const struct zone *zone = &entry->zone;
	const char *meaning = meaning_of(zone);
	uint64_t start = zone_bytes(zone, ZONE_START, page_size);
	bool empty = zone->pages[ZONE_PRESENT] == 0;

	render_object(r, NULL);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, "node %u, zone %s", zone->node, zone->name);
	render_fact(r, "node", NULL, as_count(zone->node));
	render_fact(r, "zone", NULL, as_text(zone->name));
	if (start != ZONE_UNKNOWN && !empty)
		render_words(r, "   from ", as_address(start));
	render_fact(r, "start", NULL,
		start == ZONE_UNKNOWN || empty ? as_null() : as_address(start));
	if (empty)
		render_say(r, STYLE_PLAIN, "   has no memory");
	render_fact(r, "meaning", NULL, as_text(meaning));
	if (meaning) {
		render_line(r, 3);
		render_say(r, STYLE_FAINT, "%s", meaning);
	}
	tell_sizes(r, zone, page_size);
	tell_marks(r, zone, page_size);
	tell_protection(r, zone, page_size);
	tell_orders(r, &entry->buddy, page_size);
	render_close(r);
	render_line(r, 0);
}
