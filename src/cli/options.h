/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options by number, and as popt wants them. */
#ifndef MEMTOOL_CLI_OPTIONS_H
#define MEMTOOL_CLI_OPTIONS_H

#include <popt.h>

#include "cli/internal.h"

enum {
	OPTION_JSON = 1,
	OPTION_PRETTY,
	OPTION_COLOR,
	OPTION_MEMORY,
	OPTION_HOLD,
	OPTION_QUIET,
	OPTION_DRY_RUN,
	OPTION_STOP,
	OPTION_SKIP_UNSUPPORTED,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_AS,
	OPTION_ON,
	OPTION_EXPECT,
	OPTION_FILE,
	OPTION_OPEN,
	OPTION_PAGES,
	OPTION_PAGES_BY,
	OPTION_TIMES,
	OPTION_EVERY,
	OPTION_SYSCALLS,
	OPTION_PARAM = 1000, /* and on: the command's parameters */
	TABLE_MAX = 40,
};

/* The options of COMMAND (NULL: those of every place), zeroes after them. */
void options_table(const struct command *command, struct poptOption *table);

#endif
