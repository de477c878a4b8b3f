/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the kernel takes pages from: nodes, zones, and free blocks. */
#include <errno.h>

#include "command/command.h"
#include "inspections/zones/zone_request.h"

struct zones_view {
	struct zone_list list;
	struct zone_request request;
	struct missing missing;
};

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct zones_view *view = seen;

	if (!zone_list_read(&view->list, &view->missing))
		return reason_set(reason, errno,
			errno == ENOMEM ? "out of memory"
					: "neither /proc/zoneinfo nor "
					  "/proc/buddyinfo has a zone");
	zone_request_find(&view->request, &view->list, arg(call, ROLE_LENGTH),
		call->page_size);
	return true;
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct zones_view *view = seen;

	render_array(r, "zones");
	for (size_t i = 0; i < view->list.count; i++)
		zone_print(r, &view->list.of[i], look->call->page_size);
	render_close(r);
	zone_request_print(r, &view->request);
	missing_print(r, &view->missing);
}

static void free_view(void *seen)
{
	struct zones_view *view = seen;

	zone_request_free(&view->request);
	zone_list_free(&view->list);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct zones_view),
	.look = look,
	.print = print,
	.free = free_view,
};

const struct command command_zones = {
	.name = "zones",
	.summary = "show the zones of memory, and their free blocks",
	.describes =
		"The kernel manages pages by node and zone, and free pages in "
		"blocks of 1, 2, 4... pages: the order. Shows the memory of "
		"each zone, how far its free memory is above the watermarks "
		"(below low, kswapd begins to reclaim; below min, the "
		"allocating process must), its free blocks, and for each order "
		"the part of the free memory that is unusable for it, and "
		"whether a request would fail for lack of memory (0) or "
		"because of fragmentation (1).",
	.manual = "memtool-zones(1)",
	.params = {&param_size_request},
	.word = &param_size_request,
	.inspection = &inspection,
};
