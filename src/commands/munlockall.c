/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	(void)c;
	act_syscall(r, SYS_munlockall, 0, 0, 0, 0, 0, 0);
}

const struct command command_munlockall = {
	.name = "munlockall",
	.summary = "unlock all memory",
	.describes =
		"It unlocks all that is mapped, and ends what mlockall with "
		"future began. The pages stay resident until the kernel "
		"wants their memory. It takes no arguments.",
	.manual = "munlockall(2)",
	.changes_flags = true,
	.act = act,
};
