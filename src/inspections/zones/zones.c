/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the kernel takes pages from: nodes, zones, and free blocks. */
#include <errno.h>

#include "command/command.h"
#include "inspections/zones/zone_request.h"

struct zones_view {
	struct zone_list list;
	struct zone_request request;
	struct unseen unseen;
};

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct zones_view *v = seen;

	if (!zone_list_read(&v->list, &v->unseen))
		return reason_set(reason, errno,
			errno == ENOMEM ? "memory is short"
					: "neither /proc/zoneinfo nor "
					  "/proc/buddyinfo tells of a zone");
	zone_request_find(
		&v->request, &v->list, arg(call, ROLE_LENGTH), call->page_size);
	return true;
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct zones_view *v = seen;

	render_array(r, "zones");
	for (size_t i = 0; i < v->list.count; i++)
		zone_tell(r, &v->list.of[i], look->call->page_size);
	render_close(r);
	zone_request_tell(r, &v->request);
	unseen_tell(r, &v->unseen);
}

static void free_view(void *seen)
{
	struct zones_view *v = seen;

	zone_request_free(&v->request);
	zone_list_free(&v->list);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct zones_view),
	.look = look,
	.tell = tell,
	.free = free_view,
};

const struct command command_zones = {
	.name = "zones",
	.summary = "show the zones of memory, and their free blocks",
	.describes =
		"The kernel keeps its pages by node and zone, and what is free "
		"in blocks of 1, 2, 4... pages: the order. It tells what each "
		"zone holds, how far its free memory is above the watermarks "
		"(below low, kswapd begins to reclaim; below min, whoever asks "
		"must), its free blocks, and of each order the part of the "
		"free memory that is unusable for it, and whether a request "
		"would fail for want of memory (0) or because it is in pieces "
		"(1).",
	.manual = "memtool-zones(1)",
	.params = {&param_size_request},
	.word = &param_size_request,
	.inspection = &inspection,
};
