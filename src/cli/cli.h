/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: argv becomes a plan, an answer (help), or a complaint. */
#ifndef MEMTOOL_CLI_CLI_H
#define MEMTOOL_CLI_CLI_H

#include "command/plan.h"

enum cli_way {
	CLI_PLANNED,  /* the plan is whole and without a mistake */
	CLI_ANSWERED, /* help, version or completion was printed */
	CLI_REFUSED,  /* the complaint says why; the options are as far read */
};

/* What the command line is read and answered by. */
struct cli_outside {
	const struct command *const *table; /* every command, then NULL */
	struct units units;
	/*
	 * Tell, for help, how the command may end and what can lie behind it;
	 * NULL: nothing is known of it.
	 */
	void (*tell_outcomes)(const struct command *command, FILE *out);
	/* The short names of the causes in turn, NULL after the last. */
	const char *(*cause_at)(size_t index);
};

/*
 * Read the command line.  PLAN is to be freed with plan_free(), whatever the
 * result; WHY begins zeroed.
 */
enum cli_way cli_read(int argc, char **argv, const struct cli_outside *outside,
	struct plan *plan, struct complaint *why);

#endif
