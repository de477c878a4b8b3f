/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run: its steps are in a file, which cli/run.c reads. */
#include "command/command.h"

static const struct program program = {
	.reads_steps = true,
	.takes = "FILE|-|--example NAME",
};

const struct command command_run = {
	.name = "run",
	.summary = "perform the steps of a file",
	.describes =
		"Reads steps from a file, or from standard input (-). A line "
		"has one or more of them, joined as on the command line; the "
		"lines follow each other as one chain. '#' begins a comment, "
		"a '\\' at the end continues the line, and quotes are those of "
		"a shell. 'set NAME VALUE' gives a default, which "
		"--set NAME=VALUE replaces, and $NAME uses it. A first line "
		"'options --stop' gives options. The file is read before "
		"anything is performed; a mistake is shown with its line and "
		"column.",
	.manual = "memtool-run(1)",
	.program = &program,
};
