/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.harms = HARMS_BY_MAPPING,
	.act = act_number,
	.number = SYS_munmap,
};

const struct command command_munmap = {
	.name = "munmap",
	.summary = "remove mappings",
	.describes =
		"It removes whatever is mapped in the whole pages of the "
		"range, and splits what reaches out of it. The address must "
		"be a multiple of the page size; the length, in bytes, is "
		"rounded up. A range in which nothing is mapped is no "
		"error. Of a hugetlb mapping only whole huge pages can be "
		"removed.",
	.manual = "munmap(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.call = &call,
};
