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
	.describes =
		"It takes the lock from the whole pages of the range. They "
		"stay resident until the kernel wants their memory. What "
		"was not locked is no error; a hole in the range is ENOMEM. "
		"One call undoes any number of locks.",
	.manual = "munlock(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.needs_region = true,
	.changes_flags = true,
	.act = act,
};
