/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace: the memory calls of another program; src/trace.c performs it. */
#include "command/command.h"

static const struct program program = {
	.traces = true,
	.takes = "[--] PROGRAM [ARG...]",
};

const struct command command_trace = {
	.name = "trace",
	.summary = "show a program's memory calls, and why they failed",
	.describes =
		"Starts a program, and shows the memory calls of all its "
		"threads and children as they return: the call, its result, "
		"and after a failure its causes, as for a call of memtool's "
		"own. A SIGSEGV or SIGBUS that ends a process is explained, "
		"too. The lines go to standard error, or to a file. Options "
		"end at PROGRAM. memtool exits as the program does. With "
		"--pid it attaches to a running process, until that ends or "
		"memtool is interrupted.",
	.manual = "memtool-trace(1)",
	.params = {&param_failed, &param_calls, &param_effects, &param_summary,
		&param_output, &param_pid_traced},
	.program = &program,
};
