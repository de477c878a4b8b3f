/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of usercopy. */
#include "command/param.h"

const struct param param_via = {"via", PARAM_FLAGS, ROLE_VIA, "SYSCALL",
	"the system call that copies (write)", .fallback = "write",
	.names = &names_via};

const struct param param_fault_delay = {"fault-delay", PARAM_SIZE,
	ROLE_FAULT_DELAY, "MS", "delay each missing page by MS milliseconds",
	.missing = MISSING_ABSENT, .least = 1, .most = 10000};
