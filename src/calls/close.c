/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act_number,
	.number = SYS_close,
};

const struct command command_close = {
	.name = "close",
	.summary = "close a file",
	.describes =
		"Closes a descriptor. Mappings of the file remain, and keep "
		"the file alive. A number that is not open gives EBADF.",
	.manual = "close(2)",
	.params = {&param_fd},
	.word = &param_fd,
	.call = &call,
};
