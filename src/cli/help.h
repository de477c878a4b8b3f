/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of help. */
#ifndef MEMTOOL_CLI_HELP_H
#define MEMTOOL_CLI_HELP_H

#include "cli/internal.h"

/* What part of a command is printed, and where to. */
struct help {
	const struct cli *cli;
	FILE *out;
	bool all;
	size_t rows_max; /* a longer list of names has no descriptions */
};

/* Print TEXT in lines of 79 columns, with the program's real name. */
void help_text(const struct help *help, const char *text);

/* Print the names that each parameter takes. */
void help_lists(const struct help *help, const struct command *command);

/* The length of the longest list of names that has at most MOST. */
size_t help_longest_list(const struct command *command, size_t most);

#endif
