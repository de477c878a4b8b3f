/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <unistd.h>

#include "command/command.h"

static void act(const struct call *c, struct returned *r)
{
	/* The library's: on 32-bit machines the call has another name. */
	act_begin(r);
	r->value = ftruncate((int)c->args[0], (off_t)c->args[1]);
	r->error = r->value == -1 ? errno : 0;
	act_end(r);
}

static const struct call_kind call = {
	.act = act,
};

const struct command command_ftruncate = {
	.name = "ftruncate",
	.summary = "set the length of a file",
	.describes =
		"It sets the length of a file that is open for writing, in "
		"bytes. What is added reads as zeros, and takes neither "
		"memory nor storage. Where a file gets shorter, the pages "
		"behind its end are taken from every mapping of it: an "
		"access to them raises SIGBUS.",
	.manual = "ftruncate(2)",
	.params = {&param_fd, &param_size_file},
	.word = &param_size_file,
	.call = &call,
};
