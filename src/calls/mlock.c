/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

enum { FLAGS = 2 }; /* the place of --flags among the parameters */

static bool has_flags(const struct call *c)
{
	return c->given >> FLAGS & 1;
}

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, has_flags(c) ? SYS_mlock2 : SYS_mlock, c->args[0],
		c->args[1], c->args[2], 0, 0, 0);
}

static const char *spell(const struct call *c)
{
	return has_flags(c) ? "mlock2" : "mlock";
}

static const struct call_kind call = {
	.traits = CALL_BRINGS_IN | CALL_CHANGES_FLAGS,
	.act = act,
	.spell = spell,
};

const struct command command_mlock = {
	.name = "mlock",
	.summary = "lock memory, so that it stays resident",
	.describes =
		"It faults the whole pages of the range in, and keeps them "
		"resident until they are unlocked or unmapped. All that a "
		"process has locked is limited to RLIMIT_MEMLOCK bytes: "
		"beyond that it fails with ENOMEM, at a limit of 0 with "
		"EPERM, and CAP_IPC_LOCK lifts it. A hole in the range is "
		"ENOMEM as well. Locks do not nest: one munlock undoes any "
		"number of them.",
	.manual = "mlock(2)",
	.params = {&param_addr, &param_length, &param_flags_mlock},
	.word = &param_length,
	.first = "mmap 4p",
	.call = &call,
};
