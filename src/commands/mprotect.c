/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_mprotect, c->addr, c->length, c->prot, 0, 0, 0);
}

const struct command command_mprotect = {
	.name = "mprotect",
	.summary = "change the protection of memory",
	.manual = "mprotect(2)",
	.params = {&param_addr, &param_length, &param_prot},
	.word = &param_prot,
	.first = "mmap 4p",
	.needs_region = true,
	.act = act,
};
