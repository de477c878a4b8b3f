/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One zone: its purpose, its figures, its free memory by order. */
#include <string.h>

#include "inspections/zones/zone_list.h"
#include "render/field.h"
#include "words/array.h"

enum { CHART = 24 };

static const struct {
	const char *zone, *is;
} meanings[] = {
	{"DMA", "the lowest addresses (on x86 below 16 MiB), for devices that "
		"reach only these"},
	{"DMA32", "below 4 GiB, for devices with 32 address bits"},
	{"Normal", "always mapped by the kernel; most requests begin here"},
	{"HighMem", "mapped by a 32-bit kernel only when needed; pages of "
		    "programs and files"},
	{"Movable", "only movable pages, so it can be emptied: for memory "
		    "hot-unplug, and for large blocks"},
	{"Device", "memory on devices, such as persistent memory; serves no "
		   "ordinary request"},
};

static const char *meaning_of(const struct zone *zone)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (strcmp(meanings[i].zone, zone->name) == 0)
			return meanings[i].is;
	return NULL;
}

static const struct {
	const char *key;
	enum zone_figure figure;
} marks[] = {
	{"min", ZONE_MIN},
	{"low", ZONE_LOW},
	{"high", ZONE_HIGH},
	{"promo", ZONE_PROMO},
};

enum { MARKS = ARRAY_SIZE(marks) };

/* A zone as printed. */
struct zone_row {
	const char *zone, *meaning;
	unsigned node;
	bool empty, has_start, has_cma;
	uint64_t bytes[ZONE_FIGURES]; /* ZONE_UNKNOWN: not shown */
	struct value distance[MARKS]; /* of the free memory above a watermark */
};

#define ZONE(member) MEMBER(struct zone_row, member)
#define SIZE(figure) VALUE_ABOUT, ZONE(bytes[figure]), .unless = UNLESS_MAX

static const struct field name_fields[] = {
	{"node", "node ", VALUE_COUNT, ZONE(node)},
	{"zone", ", zone ", VALUE_TEXT, ZONE(zone)},
};

static const struct field head_fields[] = {
	{"start", "   from ", VALUE_ADDRESS, ZONE(bytes[ZONE_START]),
		IF_HAS(struct zone_row, has_start)},
	{"meaning", JSON_ONLY, VALUE_TEXT, ZONE(meaning)},
};

static const struct field size_fields[] = {
	{"span", "span ", SIZE(ZONE_SPANNED)},
	{"present", "   present ", SIZE(ZONE_PRESENT)},
	{"managed", "   managed ", SIZE(ZONE_MANAGED)},
	{"free", "   free ", SIZE(ZONE_FREE)},
	{"free_cma", JSON_ONLY, SIZE(ZONE_FREE_CMA)},
	{TEXT_ONLY, "   of which CMA ", SIZE(ZONE_FREE_CMA),
		IF_HAS(struct zone_row, has_cma)},
};

static const struct field mark_fields[] = {
	{"min", JSON_ONLY, SIZE(ZONE_MIN)},
	{"low", JSON_ONLY, SIZE(ZONE_LOW)},
	{"high", JSON_ONLY, SIZE(ZONE_HIGH)},
	{"promo", JSON_ONLY, SIZE(ZONE_PROMO)},
	{"boost", JSON_ONLY, SIZE(ZONE_BOOST)},
};

static const struct field distance_fields[] = {
	{"min", JSON_ONLY, VALUE_CHANGE, ZONE(distance[0])},
	{"low", JSON_ONLY, VALUE_CHANGE, ZONE(distance[1])},
	{"high", JSON_ONLY, VALUE_CHANGE, ZONE(distance[2])},
	{"promo", JSON_ONLY, VALUE_CHANGE, ZONE(distance[3])},
};

static struct value distance_of(uint64_t free, uint64_t mark)
{
	if (free == ZONE_UNKNOWN || mark == ZONE_UNKNOWN)
		return as_null();
	return as_change((int64_t)(free - mark));
}

static struct zone_row zone_row_of(const struct zone *zone, uint64_t page_size)
{
	struct zone_row row = {.zone = zone->name,
		.meaning = meaning_of(zone),
		.node = zone->node,
		.empty = zone->pages[ZONE_PRESENT] == 0};
	const uint64_t *bytes = row.bytes;

	for (int i = 0; i < ZONE_FIGURES; i++)
		row.bytes[i] = zone_bytes(zone, (enum zone_figure)i, page_size);
	for (int i = 0; i < MARKS; i++)
		row.distance[i] =
			distance_of(bytes[ZONE_FREE], bytes[marks[i].figure]);
	row.has_start = !row.empty && bytes[ZONE_START] != ZONE_UNKNOWN;
	row.has_cma = bytes[ZONE_FREE_CMA] != 0;
	return row;
}

static void text_mark(
	struct render *r, const char *key, uint64_t free, uint64_t mark)
{
	char is[32], left[32];
	bool above = free >= mark;

	format_about(mark, is, sizeof(is));
	format_about(above ? free - mark : mark - free, left, sizeof(left));
	render_line(r, 3);
	render_printf(r, STYLE_PLAIN, "  %-8s%10s   ", key, is);
	render_printf(r, above ? STYLE_PLAIN : STYLE_BAD, "%s %s it", left,
		above ? "above" : "below");
}

static void text_marks(struct render *r, const struct zone_row *row)
{
	uint64_t free = row->bytes[ZONE_FREE];

	if (!row->bytes[ZONE_MANAGED] || free == ZONE_UNKNOWN)
		return;
	for (int i = 0; i < MARKS; i++) {
		uint64_t mark = row->bytes[marks[i].figure];

		if (mark == ZONE_UNKNOWN)
			continue;
		if (i == 0) {
			render_line(r, 3);
			render_printf(r, STYLE_PLAIN, "watermarks");
		}
		text_mark(r, marks[i].key, free, mark);
	}
}

static void print_marks(struct render *r, const struct zone_row *row)
{
	render_item(r, "watermarks", FIELDS(mark_fields), row);
	render_item(r, "distance", FIELDS(distance_fields), row);
	text_marks(r, row);
}

/* A zone's free memory in blocks of one order. */
struct order_row {
	uint64_t order, size, blocks;
	int unusable, fragmented; /* thousandths */
	char bar[CHART + 1];      /* their share; blank: none */
	char unusable_text[16], fragmented_text[16];
};

#define ORDER(member) MEMBER(struct order_row, member)

static const struct field order_fields[] = {
	{"order", "order", VALUE_COUNT, ORDER(order), .width = 5},
	{"size", "block", VALUE_BYTES, ORDER(size), .width = 9},
	{"blocks", "free", VALUE_COUNT, ORDER(blocks), .width = 10},
	{TEXT_ONLY, "share of the free memory", VALUE_TEXT, ORDER(bar),
		.width = -CHART, .gap = 1},
	{"unusable_index", JSON_ONLY, VALUE_NUMBER, ORDER(unusable)},
	{"fragmentation_index", JSON_ONLY, VALUE_NUMBER, ORDER(fragmented)},
	{TEXT_ONLY, "unusable", VALUE_TEXT, ORDER(unusable_text), .width = 9,
		.gap = 1},
	{TEXT_ONLY, "fragmented", VALUE_TEXT, ORDER(fragmented_text),
		.width = 10},
};

/* "0.375"; "-": the request would not fail. */
static void format_index(int index, char text[16])
{
	if (index == -1000)
		snprintf(text, 16, "-");
	else
		snprintf(text, 16, "%s%d.%03d", index < 0 ? "-" : "",
			(index < 0 ? -index : index) / 1000,
			(index < 0 ? -index : index) % 1000);
}

static struct order_row row_of(
	const struct buddy *buddy, unsigned order, uint64_t page_size)
{
	uint64_t all = buddy_free(buddy->blocks, buddy->orders);
	uint64_t here = buddy->blocks[order] << order;
	uint64_t bar = all ? (here * CHART + all - 1) / all : 0;
	struct order_row row = {.order = order,
		.size = page_size << order,
		.blocks = buddy->blocks[order],
		.unusable = buddy_unusable(buddy->blocks, buddy->orders, order),
		.fragmented = buddy_fragmentation(
			buddy->blocks, buddy->orders, order)};

	memset(row.bar, ' ', CHART);
	memset(row.bar, '#', bar);
	format_index(row.unusable, row.unusable_text);
	format_index(row.fragmented, row.fragmented_text);
	return row;
}

static void print_orders(
	struct render *r, const struct buddy *buddy, uint64_t page_size)
{
	if (!buddy->orders) {
		render_null(r, "orders");
		return;
	}
	render_headings(r, 3, FIELDS(order_fields));
	render_array(r, "orders");
	for (unsigned i = 0; i < buddy->orders; i++) {
		struct order_row row = row_of(buddy, i, page_size);

		render_row(r, 3, FIELDS(order_fields), &row);
	}
	render_close(r);
}

static void print_protection(
	struct render *r, const struct zone *zone, uint64_t page_size)
{
	render_array(r, "protection");
	for (size_t i = 0; i < zone->protections; i++)
		render_fact(r, NULL, NULL,
			as_bytes(zone->protection[i] * page_size));
	render_close(r);
}

void zone_print(
	struct render *r, const struct zone_entry *entry, uint64_t page_size)
{
	const struct zone *zone = &entry->zone;
	struct zone_row row = zone_row_of(zone, page_size);

	render_object(r, NULL);
	render_line(r, 0);
	render_phrase(r, STYLE_LABEL, FIELDS(name_fields), &row);
	render_fields(r, FIELDS(head_fields), &row);
	if (row.empty)
		render_printf(r, STYLE_PLAIN, "   has no memory");
	if (row.meaning) {
		render_line(r, 3);
		render_printf(r, STYLE_FAINT, "%s", row.meaning);
	}
	render_line(r, 3);
	/* The figures of an empty zone are only in JSON. */
	if (row.empty)
		render_members(r, FIELDS(size_fields), &row);
	else
		render_fields(r, FIELDS(size_fields), &row);
	print_marks(r, &row);
	print_protection(r, zone, page_size);
	print_orders(r, &entry->buddy, page_size);
	render_close(r);
	render_line(r, 0);
}
