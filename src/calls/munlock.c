/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_CHANGES_FLAGS,
	.act = act_number,
	.number = SYS_munlock,
};

const struct command command_munlock = {
	.name = "munlock",
	.summary = "unlock memory",
	.describes = "Unlocks the whole pages of the range. They stay resident "
		     "until the kernel needs their memory. Pages that are not "
		     "locked are not an error; a hole in the range gives "
		     "ENOMEM. One call undoes any number of locks.",
	.manual = "munlock(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.call = &call,
};
