/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <unistd.h>

#include "command/command.h"

static void act(const struct call *call, struct returned *returned)
{
	/* The C library's: on 32-bit machines the system call has another name.
	 */
	act_begin(returned);
	returned->value = ftruncate((int)call->args[0], (off_t)call->args[1]);
	returned->error = returned->value == -1 ? errno : 0;
	act_end(returned);
}

static const struct call_kind call = {
	.traits = CALL_SIZES_FILE,
	.act = act,
};

const struct command command_ftruncate = {
	.name = "ftruncate",
	.summary = "set the length of a file",
	.describes =
		"Sets the length in bytes of a file that is open for writing. "
		"Added bytes read as zeros, and use neither memory nor "
		"storage. When a file gets shorter, the pages past its end "
		"are removed from every mapping of it: accessing them raises "
		"SIGBUS.",
	.manual = "ftruncate(2)",
	.params = {&param_fd, &param_size_file},
	.word = &param_size_file,
	.call = &call,
};
