/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <unistd.h>

#include "commands/command.h"

static void act(const struct call *c, struct returned *r)
{
	/* The library's: on 32-bit machines the call has another name. */
	act_begin(r);
	r->value = ftruncate((int)c->fd, c->size);
	r->error = r->value == -1 ? errno : 0;
	act_end(r);
}

const struct command command_ftruncate = {
	.name = "ftruncate",
	.summary = "set the length of a file",
	.manual = "ftruncate(2)",
	.params = {&param_fd, &param_size_file},
	.word = &param_size_file,
	.act = act,
};
