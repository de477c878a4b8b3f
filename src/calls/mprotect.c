/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.harms = HARMS_BY_MAPPING,
	.act = act_number,
	.number = SYS_mprotect,
};

const struct command command_mprotect = {
	.name = "mprotect",
	.summary = "change the protection of memory",
	.describes =
		"Sets the permitted accesses to the whole pages of the range: "
		"read, write, execute, or none. The address must be a "
		"multiple of the page size; the length in bytes is rounded "
		"up. A hole in the range gives ENOMEM, but pages before the "
		"hole have been changed. A shared mapping of a file not "
		"opened for writing cannot become writable. On many machines "
		"writable pages are also readable.",
	.manual = "mprotect(2)",
	.params = {&param_addr, &param_length, &param_prot},
	.word = &param_prot,
	.first = "mmap 4p",
	.call = &call,
};
