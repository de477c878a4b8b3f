/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/zones/zone_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"

static struct zone_entry *append(struct zone_list *list)
{
	struct zone_entry *more =
		reallocarray(list->of, list->count + 1, sizeof(*list->of));

	if (!more)
		return NULL;
	list->of = more;
	list->of[list->count] = (struct zone_entry){0};
	return &list->of[list->count++];
}

static bool take_zones(struct zone_list *list, const char *text, size_t length)
{
	struct lines lines = lines_of(text, length);
	struct zone zone;

	while (zoneinfo_next(&lines, &zone)) {
		struct zone_entry *entry = append(list);

		if (!entry)
			return false;
		entry->zone = zone;
	}
	return true;
}

static struct zone_entry *find(
	struct zone_list *list, const struct buddy *buddy)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->of[i].zone.node == buddy->node &&
			strcmp(list->of[i].zone.name, buddy->name) == 0)
			return &list->of[i];
	return NULL;
}

/* A zone that only buddyinfo has. */
static struct zone_entry *append_unknown(
	struct zone_list *list, const struct buddy *buddy)
{
	struct zone_entry *entry = append(list);

	if (!entry)
		return NULL;
	entry->zone.node = buddy->node;
	memcpy(entry->zone.name, buddy->name, sizeof(entry->zone.name));
	for (int i = 0; i < ZONE_FIGURES; i++)
		entry->zone.pages[i] = ZONE_UNKNOWN;
	return entry;
}

static bool take_blocks(struct zone_list *list, const char *text, size_t length)
{
	struct lines lines = lines_of(text, length);
	struct buddy buddy;

	while (buddyinfo_next(&lines, &buddy)) {
		struct zone_entry *entry = find(list, &buddy);

		if (!entry)
			entry = append_unknown(list, &buddy);
		if (!entry)
			return false;
		entry->buddy = buddy;
	}
	return true;
}

/* Read FILE and pass it to TAKER. */
static bool take(struct zone_list *list, struct missing *missing,
	const char *file, const char *lost,
	bool (*taker)(struct zone_list *, const char *, size_t))
{
	size_t length;
	char *text = read_text(file, &length);
	bool good;

	if (!text) {
		missing_add(missing, file, "CONFIG_PROC_FS", lost);
		return true;
	}
	good = taker(list, text, length);
	free(text);
	return good;
}

bool zone_list_read(struct zone_list *list, struct missing *missing)
{
	*list = (struct zone_list){0};
	if (take(list, missing, "/proc/zoneinfo", "the memory of the zones",
		    take_zones) &&
		take(list, missing, "/proc/buddyinfo",
			"how their free memory is split", take_blocks) &&
		list->count)
		return true;
	errno = list->count ? ENOMEM : ENOENT;
	zone_list_free(list);
	return false;
}

void zone_list_free(struct zone_list *list)
{
	free(list->of);
	*list = (struct zone_list){0};
}

size_t zone_list_orders(const struct zone_list *list)
{
	size_t most = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->of[i].buddy.orders > most)
			most = list->of[i].buddy.orders;
	return most;
}

uint64_t zone_bytes(
	const struct zone *zone, enum zone_figure figure, uint64_t page_size)
{
	uint64_t pages = zone->pages[figure];

	return pages == ZONE_UNKNOWN ? pages : pages * page_size;
}
