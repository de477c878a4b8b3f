/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

enum { FLAGS = 2 }; /* index of --flags among the parameters */

static bool has_flags(const struct call *call)
{
	return call->given >> FLAGS & 1;
}

static void act(const struct call *call, struct returned *returned)
{
	act_syscall(returned, has_flags(call) ? SYS_mlock2 : SYS_mlock,
		call->args[0], call->args[1], call->args[2], 0, 0, 0);
}

static const char *spell(const struct call *call)
{
	return has_flags(call) ? "mlock2" : "mlock";
}

static const struct call_kind call = {
	.traits = CALL_BRINGS_IN | CALL_CHANGES_FLAGS,
	.act = act,
	.spell = spell,
};

const struct command command_mlock = {
	.name = "mlock",
	.summary = "keep memory resident",
	.describes =
		"Faults in the whole pages of the range, and keeps them "
		"resident until they are unlocked or unmapped. A process can "
		"lock at most RLIMIT_MEMLOCK bytes in total (ulimit -l): "
		"beyond that mlock fails with ENOMEM, or with EPERM if the "
		"limit is 0. CAP_IPC_LOCK lifts the limit. A hole in the "
		"range also gives ENOMEM. Locks do not nest: one munlock "
		"undoes any number of them.",
	.manual = "mlock(2)",
	.params = {&param_addr, &param_length, &param_flags_mlock},
	.word = &param_length,
	.first = "mmap 4p",
	.call = &call,
};
