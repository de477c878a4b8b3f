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
		"It tells the kernel how the whole pages of the range are "
		"going to be used. Some advice is a hint and changes no "
		"page; other advice acts at once: dontneed drops the pages, "
		"and anonymous ones read as zero afterwards; free lets the "
		"kernel take them once it needs memory, so that little is "
		"seen at first. The address must be a multiple of the page "
		"size. Over a hole it fails with ENOMEM, and what is mapped "
		"has been advised all the same. Which advice is taken "
		"depends on the kind of mapping and on how the kernel was "
		"built.",
	.manual = "madvise(2)",
	.params = {&param_addr, &param_length, &param_advice},
	.word = &param_advice,
	.first = "mmap 4p then touch write",
	.call = &call,
};
