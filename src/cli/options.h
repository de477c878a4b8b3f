/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options by number, and as popt tables. */
#ifndef MEMTOOL_CLI_OPTIONS_H
#define MEMTOOL_CLI_OPTIONS_H

#include <popt.h>

#include "cli/internal.h"

enum {
	OPTION_JSON = 1,
	OPTION_PRETTY,
	OPTION_JSONL,
	OPTION_TAP,
	OPTION_COLOR,
	OPTION_MEMORY,
	OPTION_HOLD,
	OPTION_RUNS,
	OPTION_WARMUP,
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
	OPTION_IN,
	OPTION_SYSCALLS,
	OPTION_ASSERT,
	OPTION_ASSUME,
	OPTION_ALL,
	OPTION_NO_ASLR,
	OPTION_SET,
	OPTION_EXAMPLE,
	OPTION_TIMEOUT,      /* of each step, before the first call */
	OPTION_STEP_TIMEOUT, /* of one step */
	OPTION_PARAM = 1000, /* and up: the command's parameters */
	TABLE_MAX = 46,
};

/* The options of COMMAND (NULL: the common ones), then zeroes. */
void options_table(const struct command *command, struct poptOption *table);

#endif
