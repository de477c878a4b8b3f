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
		"Seals the mappings of the range: they can no longer be "
		"unmapped, moved, resized or given another protection, and "
		"advice that would discard unwritable memory is refused. Such "
		"calls fail with EPERM. Seals last until the process ends or "
		"executes another program. The content can still be written. "
		"The address must be a multiple of the page size, and the "
		"whole range must be mapped.",
	.manual = "mseal(2)",
	.params = {&param_addr, &param_length, &param_flags_mseal},
	.word = &param_region,
	.first = "mmap 4p",
	.since = "6.10",
	.call = &call,
};
