/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.act = act_number,
	.number = SYS_close,
};

const struct command command_close = {
	.name = "close",
	.summary = "close a file",
	.describes =
		"It closes a descriptor. Mappings of the file stay as they "
		"are, and keep the file from going away. A number that is "
		"not open is EBADF.",
	.manual = "close(2)",
	.params = {&param_fd},
	.word = &param_fd,
	.call = &call,
};
