/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

enum { FLAGS = 2 }; /* the place of --flags among the parameters */

static bool has_flags(const struct call *c)
{
	return c->given >> FLAGS & 1;
}

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, has_flags(c) ? SYS_mlock2 : SYS_mlock, c->addr,
		c->length, c->flags, 0, 0, 0);
}

static const char *spell(const struct call *c)
{
	return has_flags(c) ? "mlock2" : "mlock";
}

const struct command command_mlock = {
	.name = "mlock",
	.summary = "lock memory, so that it stays resident",
	.manual = "mlock(2)",
	.params = {&param_addr, &param_length, &param_flags_mlock},
	.word = &param_length,
	.first = "mmap 4p",
	.needs_region = true,
	.changes_flags = true,
	.act = act,
	.spell = spell,
};
