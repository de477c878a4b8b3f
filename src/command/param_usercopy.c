/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of usercopy. */
#include "command/param.h"

const struct param param_via = {
	.name = "via",
	.kind = PARAM_FLAGS,
	.fallback = "write",
	.names = &names_via,
	.role = ROLE_VIA,
	.value = "SYSCALL",
	.help = "the system call that copies",
};

const struct param param_fault_delay = {
	.name = "fault-delay",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_FAULT_DELAY,
	.least = 1,
	.most = 10000,
	.value = "MS",
	.help = "let each missing page wait so many milliseconds",
};
