/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static void act(const struct call *call, struct returned *returned)
{
	act_syscall(returned, SYS_openat, (uint64_t)AT_FDCWD,
		(uintptr_t)call->text, call->args[1], call->args[2], 0, 0);
}

/* The mode matters only if a file is created (open(2)). */
static bool takes(const struct call *call, size_t n)
{
	return call->command->params[n] != &param_mode ||
	       (call->args[1] & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)));
}

static const struct call_kind call = {
	.traits = CALL_SIZES_FILE | CALL_ACTS_ELSEWHERE,
	.makes = MADE_FILE,
	.act = act,
	.kernel_calls = "openat",
	.takes = takes,
};

const struct command command_open = {
	.name = "open",
	.summary = "open a file",
	.describes =
		"Opens a file that later steps can map, truncate or close. A "
		"file must be open for reading to be mapped at all, and for "
		"reading and writing to be mapped shared and writable. The "
		"mode, reduced by the umask, matters only if creat creates "
		"the file. A descriptor lasts until close, or until the chain "
		"ends.",
	.manual = "open(2)",
	.params = {&param_path, &param_flags_open, &param_mode},
	.word = &param_path,
	.call = &call,
};
