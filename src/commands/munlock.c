/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_munlock, c->addr, c->length, 0, 0, 0, 0);
}

const struct command command_munlock = {
	.name = "munlock",
	.summary = "unlock memory",
	.manual = "munlock(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.needs_region = true,
	.changes_flags = true,
	.act = act,
};
