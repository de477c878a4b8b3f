/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the inspections of segments and of the layout take. */
#include "command/param.h"

const struct param param_demonstrate_segment = {
	.name = "demonstrate",
	.kind = PARAM_SWITCH,
	.missing = MISSING_ABSENT,
	.role = ROLE_DEMONSTRATE,
	.help = "give a child of memtool a real segment, and use it",
};

const struct param param_aslr = {
	.name = "aslr",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_ASLR,
	.least = 2,
	.most = 10000,
	.value = "N",
	.help = "measure over so many fresh processes, at most 10000",
};
