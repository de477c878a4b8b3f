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
		"Unlocks everything that is mapped, and ends the effect of "
		"mlockall with future. The pages stay resident until the "
		"kernel needs their memory. munlockall has no arguments.",
	.manual = "munlockall(2)",
	.call = &call,
};
