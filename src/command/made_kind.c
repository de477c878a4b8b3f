/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/made_kind.h"

static const struct made_type types[MADE_KINDS] = {
	[MADE_MEMORY] =
		{
			.noun = "memory",
			.one = "memory",
			.unnamed = "region",
			.remedy = "",
			.choosing = "act on the region with this name",
			.shared = true,
			.has_memory = true,
			.has_blocks = true,
		},
	[MADE_FILE] =
		{
			.noun = "file",
			.one = "a file",
			.unnamed = "fd",
			.remedy = ": map it first",
			.choosing = "act on the file with this name",
		},
	[MADE_PROCESS] =
		{
			.noun = "process",
			.one = "a process",
			.unnamed = "process",
			.remedy = ": --in has it perform a step",
			.performs = true,
			.has_blocks = true,
			.most = FORKS_MOST,
		},
	[MADE_THREAD] =
		{
			.noun = "thread",
			.one = "a thread",
			.unnamed = "thread",
			.remedy = "",
			.performs = true,
			.has_memory = true,
			.has_blocks = true,
			.most = FORKS_MOST,
		},
};

const struct made_type *made_type(enum made_kind kind)
{
	return &types[kind];
}
