/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of segments and layout. */
#include "command/param.h"

const struct param param_demonstrate_segment = {"demonstrate", PARAM_SWITCH,
	ROLE_DEMONSTRATE, NULL, "create a real segment in a child, and use it",
	.missing = MISSING_ABSENT};

const struct param param_aslr = {"aslr", PARAM_SIZE, ROLE_ASLR, "N",
	"measure N new processes, at most 10000", .missing = MISSING_ABSENT,
	.least = 2, .most = 10000};
