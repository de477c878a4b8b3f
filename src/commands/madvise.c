/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_madvise, c->addr, c->length, c->advice, 0, 0, 0);
}

const struct command command_madvise = {
	.name = "madvise",
	.summary = "advise the kernel how memory is used",
	.manual = "madvise(2)",
	.params = {&param_addr, &param_length, &param_advice},
	.word = &param_advice,
	.first = "mmap 4p then touch write",
	.needs_region = true,
	.changes_flags = true,
	.lags = true,
	.act = act,
};
