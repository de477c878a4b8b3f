/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the kernel takes pages from: nodes, zones, and free blocks. */
#include <errno.h>

#include "commands/command.h"
#include "inspections/zone_list.h"

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	const struct call *call = look->call;
	struct unseen unseen = {0};
	struct zone_list list;

	(void)seen;
	if (!zone_list_read(&list, &unseen)) {
		fail_to_look(failure, errno,
			errno == ENOMEM ? "memory is short"
					: "neither /proc/zoneinfo nor "
					  "/proc/buddyinfo tells of a zone");
		list.count = 0;
	}
	render_array(r, "zones");
	for (size_t i = 0; i < list.count; i++)
		zone_tell(r, &list.of[i], call->page_size);
	render_close(r);
	zone_request_tell(r, &list, arg(call, ROLE_LENGTH), call->page_size);
	unseen_tell(r, &unseen);
	if (!list.count)
		return false;
	zone_list_free(&list);
	return true;
}

static const struct inspection inspection = {
	.alone = true,
	.size = 1,
	.stream = show,
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
