/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of trace. */
#include "command/param.h"

const struct param param_failed = {"failed", PARAM_SWITCH, ROLE_FAILED, NULL,
	"show only calls that failed or did nothing",
	.missing = MISSING_ABSENT};

const struct param param_calls = {"calls", PARAM_FLAGS, ROLE_CALLS, "LIST",
	"show only these calls: mmap,madvise", .missing = MISSING_ABSENT,
	.names = &names_traced};

const struct param param_effects = {"effects", PARAM_SWITCH, ROLE_EFFECTS, NULL,
	"show the mappings that each call changed", .missing = MISSING_ABSENT};

const struct param param_summary = {"summary", PARAM_SWITCH, ROLE_SUMMARY, NULL,
	"count the calls, and show the sums at the end",
	.missing = MISSING_ABSENT};

const struct param param_output = {"output", PARAM_PATH, ROLE_NONE, "FILE",
	"write to this file; - is standard output", .missing = MISSING_ABSENT};

const struct param param_pid_traced = {"pid", PARAM_PID, ROLE_PID, "PID",
	"trace this running process", .missing = MISSING_ABSENT};
