/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: argv becomes a plan, an answer (help), or a complaint. */
#ifndef MEMTOOL_CLI_CLI_H
#define MEMTOOL_CLI_CLI_H

#include "commands/plan.h"

enum cli_way {
	CLI_PLANNED,  /* the plan is whole and without a mistake */
	CLI_ANSWERED, /* help, version or completion was printed */
	CLI_REFUSED,  /* the complaint says why; the options are as far read */
};

/*
 * Read the command line.  TABLE lists the commands, NULL after the last.
 * PLAN is to be freed with plan_free(), whatever the result.
 */
enum cli_way cli_read(int argc, char **argv, const struct command *const *table,
	const struct units *units, struct plan *plan, struct complaint *why);

#endif
