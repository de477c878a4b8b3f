/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.traits = CALL_CHANGES_FLAGS,
	.act = act_number,
	.number = SYS_mseal,
};

const struct command command_mseal = {
	.name = "mseal",
	.summary = "seal mappings against change",
	.describes =
		"It seals the mappings of the range: they can then be "
		"neither unmapped, moved, resized nor given another "
		"protection, and advice that would discard what may not be "
		"written is refused; such calls fail with EPERM. Nothing "
		"unseals them before the process ends or executes another "
		"program. Their content can be written as before. The "
		"address must be a multiple of the page size, and all of "
		"the range must be mapped.",
	.manual = "mseal(2)",
	.params = {&param_addr, &param_length, &param_flags_mseal},
	.word = &param_region,
	.first = "mmap 4p",
	.since = "6.10",
	.call = &call,
};
