/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_ftruncate, (uint64_t)c->fd, (uint64_t)c->size, 0, 0,
		0, 0);
}

const struct command command_ftruncate = {
	.name = "ftruncate",
	.summary = "set the length of a file",
	.manual = "ftruncate(2)",
	.params = {&param_fd, &param_size_file},
	.word = &param_size_file,
	.act = act,
};
