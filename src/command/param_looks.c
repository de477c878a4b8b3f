/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parameters of the inspections that show mappings, causes and examples.
 */
#include "command/param.h"

const struct param param_outcome = {"outcome", PARAM_OUTCOME, ROLE_OUTCOME,
	"OUTCOME", "an errno (name or number), a signal, or ok",
	.missing = MISSING_ABSENT};

const struct param param_call = {"call", PARAM_COMMAND, ROLE_ABOUT, "CALL",
	"the call that ended so", .missing = MISSING_ABSENT};

const struct param param_cause = {"cause", PARAM_CAUSE, ROLE_NONE, "CAUSE",
	"a cause by its short name, as double-free", .missing = MISSING_ABSENT};

const struct param param_example = {"name", PARAM_EXAMPLE, ROLE_NONE, "NAME",
	"print this example", .missing = MISSING_ABSENT};

const struct param param_pid = {"pid", PARAM_PID, ROLE_PID, "PID",
	"process ID; self: memtool's own subject", .missing = MISSING_ABSENT};

const struct param param_only = {"only", PARAM_FLAGS, ROLE_ONLY, "KINDS",
	"show only mappings of these kinds", .missing = MISSING_ABSENT,
	.names = &names_traits};

const struct param param_address = {"address", PARAM_ADDRESS, ROLE_ADDR,
	"ADDRESS", "show the mapping that contains it",
	.missing = MISSING_ABSENT};

const struct param param_detail = {"detail", PARAM_SWITCH, ROLE_DETAIL, NULL,
	"add the figures and flags from smaps", .missing = MISSING_ABSENT};

const struct param param_picture = {"picture", PARAM_SWITCH, ROLE_PICTURE, NULL,
	"draw the address space", .missing = MISSING_ABSENT};
