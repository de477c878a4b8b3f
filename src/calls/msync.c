/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

static const struct call_kind call = {
	.act = act_number,
	.number = SYS_msync,
};

const struct command command_msync = {
	.name = "msync",
	.summary = "write a mapped file back",
	.describes =
		"Writes the changed pages of shared file mappings in the "
		"range back to storage. sync waits until they are written; "
		"async does nothing on Linux, which writes them back by "
		"itself; invalidate fails with EBUSY if pages are locked. The "
		"address must be a multiple of the page size. Private and "
		"anonymous memory is ignored. A hole in the range gives "
		"ENOMEM after what is mapped has been written.",
	.manual = "msync(2)",
	.params = {&param_addr, &param_length, &param_flags_msync},
	.word = &param_flags_msync,
	.first = "memfd 4p then mmap --flags shared",
	.call = &call,
};
