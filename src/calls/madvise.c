/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_BRINGS_IN | CALL_CHANGES_FLAGS | CALL_LAGS,
	.harms = HARMS_BY_MAPPING,
	.act = act_number,
	.number = SYS_madvise,
};

const struct command command_madvise = {
	.name = "madvise",
	.summary = "advise the kernel how memory is used",
	.describes =
		"Tells the kernel how the whole pages of the range will be "
		"used. Some advice is a hint and changes no page. Other "
		"advice acts at once: dontneed drops the pages, and anonymous "
		"ones read as zero afterwards. free lets the kernel take them "
		"when it needs memory, so little is visible at first. The "
		"address must be a multiple of the page size. A hole in the "
		"range gives ENOMEM, but what is mapped has been advised. "
		"Which advice is accepted depends on the kind of mapping and "
		"on the kernel's configuration.",
	.manual = "madvise(2)",
	.params = {&param_addr, &param_length, &param_advice},
	.word = &param_advice,
	.first = "mmap 4p then touch write",
	.call = &call,
};
