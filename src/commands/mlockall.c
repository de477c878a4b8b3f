/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_mlockall, c->flags, 0, 0, 0, 0, 0);
}

const struct command command_mlockall = {
	.name = "mlockall",
	.summary = "lock all memory",
	.manual = "mlockall(2)",
	.params = {&param_flags_mlockall},
	.word = &param_flags_mlockall,
	.changes_flags = true,
	.act = act,
};
