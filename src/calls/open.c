/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_openat, (uint64_t)AT_FDCWD, (uintptr_t)c->text,
		c->args[1], c->args[2], 0, 0);
}

/* The mode matters only to a file that is made (open(2)). */
static bool takes(const struct call *c, size_t n)
{
	return c->command->params[n] != &param_mode ||
	       (c->args[1] & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)));
}

static const struct call_kind call = {
	.makes = MADE_FILE,
	.act = act,
	.takes = takes,
};

const struct command command_open = {
	.name = "open",
	.summary = "open a file",
	.describes =
		"It opens a file, which later steps can map, truncate or "
		"close. To be mapped at all a file must be open for "
		"reading; to be mapped shared and writable, for reading and "
		"writing. The mode, reduced by the umask, counts only where "
		"creat makes the file. A descriptor lasts until close, or "
		"until the chain ends.",
	.manual = "open(2)",
	.params = {&param_path, &param_flags_open, &param_mode},
	.word = &param_path,
	.call = &call,
};
