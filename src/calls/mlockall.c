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
		"Locks everything mapped now (current), everything mapped "
		"later (future), or both; with onfault a page is locked when "
		"it is faulted in, and none is faulted in now. The size of "
		"the whole address space in bytes, not only of what is "
		"resident, counts against RLIMIT_MEMLOCK. After future, mmap "
		"and brk can fail because of that limit.",
	.manual = "mlockall(2)",
	.params = {&param_flags_mlockall},
	.word = &param_flags_mlockall,
	.call = &call,
};
