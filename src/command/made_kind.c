/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/made_kind.h"

static const struct made_type types[MADE_KINDS] = {
	[MADE_MEMORY] =
		{
			.noun = "memory",
			.one = "memory",
			.unnamed = "region",
			.remedy = "",
			.choosing = "act on the region of this name",
			.shared = true,
			.has_blocks = true,
		},
	[MADE_FILE] =
		{
			.noun = "file",
			.one = "a file",
			.unnamed = "fd",
			.remedy = ": map it first",
			.choosing = "act on the file of this name",
		},
};

const struct made_type *made_type(enum made_kind kind)
{
	return &types[kind];
}
