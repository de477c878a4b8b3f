/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_CHANGES_FLAGS,
	.act = act_number,
	.number = SYS_munlockall,
};

const struct command command_munlockall = {
	.name = "munlockall",
	.summary = "unlock all memory",
	.describes =
		"It unlocks all that is mapped, and ends what mlockall with "
		"future began. The pages stay resident until the kernel "
		"wants their memory. It takes no arguments.",
	.manual = "munlockall(2)",
	.call = &call,
};
