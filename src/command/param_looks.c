/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of the inspections that show mappings and causes. */
#include "command/param.h"

const struct param param_outcome = {
	.name = "outcome",
	.kind = PARAM_OUTCOME,
	.missing = MISSING_ABSENT,
	.role = ROLE_OUTCOME,
	.value = "OUTCOME",
	.help = "an errno (name or number), a signal, or ok",
};

const struct param param_call = {
	.name = "call",
	.kind = PARAM_COMMAND,
	.missing = MISSING_ABSENT,
	.role = ROLE_ABOUT,
	.value = "CALL",
	.help = "the call that came to it",
};

const struct param param_cause = {
	.name = "cause",
	.kind = PARAM_CAUSE,
	.missing = MISSING_ABSENT,
	.value = "CAUSE",
	.help = "a cause by its short name: double-free",
};

const struct param param_pid = {
	.name = "pid",
	.kind = PARAM_PID,
	.missing = MISSING_ABSENT,
	.role = ROLE_PID,
	.value = "PID",
	.help = "a process; self: memtool's own subject",
};

const struct param param_only = {
	.name = "only",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_traits,
	.role = ROLE_ONLY,
	.value = "KINDS",
	.help = "show mappings that are any of these",
};

const struct param param_address = {
	.name = "address",
	.kind = PARAM_ADDRESS,
	.missing = MISSING_ABSENT,
	.role = ROLE_ADDR,
	.value = "ADDRESS",
	.help = "show the mapping that holds it",
};

const struct param param_detail = {
	.name = "detail",
	.kind = PARAM_SWITCH,
	.missing = MISSING_ABSENT,
	.role = ROLE_DETAIL,
	.help = "add the figures and flags of smaps",
};

const struct param param_picture = {
	.name = "picture",
	.kind = PARAM_SWITCH,
	.missing = MISSING_ABSENT,
	.role = ROLE_PICTURE,
	.help = "draw the address space",
};
