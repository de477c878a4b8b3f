/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_BRINGS_IN | CALL_CHANGES_FLAGS,
	.act = act_number,
	.number = SYS_mlockall,
};

const struct command command_mlockall = {
	.name = "mlockall",
	.summary = "lock all memory",
	.describes =
		"It locks all that is mapped now (current), all that will "
		"be mapped later (future), or both; with onfault a page is "
		"locked when it comes, and none is faulted in. The size of "
		"the whole address space counts against RLIMIT_MEMLOCK, in "
		"bytes, and not only what is resident. After future, mmap "
		"and brk can fail because of that limit.",
	.manual = "mlockall(2)",
	.params = {&param_flags_mlockall},
	.word = &param_flags_mlockall,
	.call = &call,
};
