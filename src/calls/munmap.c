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
		"Removes all mappings in the whole pages of the range, and "
		"splits those that extend beyond it. The address must be a "
		"multiple of the page size; the length in bytes is rounded "
		"up. A range with nothing mapped is not an error. A hugetlb "
		"mapping can only be removed in whole huge pages.",
	.manual = "munmap(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.call = &call,
};
