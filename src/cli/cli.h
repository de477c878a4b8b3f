/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: argv becomes a plan, an answer (help), or a complaint. */
#ifndef MEMTOOL_CLI_CLI_H
#define MEMTOOL_CLI_CLI_H

#include <sys/types.h>

#include "command/plan.h"

enum cli_way {
	CLI_PLANNED,  /* the plan is complete and valid */
	CLI_ANSWERED, /* help, version or completion was printed */
	CLI_REFUSED,  /* the complaint says why; options up to it are set */
};

/* What the command line needs from above. */
struct cli_outside {
	const struct command *const *table; /* every command, then NULL */
	struct units units;
	/*
	 * Print, for help, the outcomes of a call that have known causes; with
	 * ALL, the causes of each.  NULL: none is known.
	 */
	void (*print_outcomes)(
		const struct command *command, bool all, FILE *out);
	/*
	 * Open and read a file of steps, which may be slow; like open(2) and
	 * read(2), but a signal that asks memtool to stop ends the reading.
	 */
	int (*open)(const char *path);
	ssize_t (*read)(int fd, void *to, size_t size);
	/* The causes' short names by index, NULL after the last. */
	const char *(*cause_at)(size_t index);
	/* The same of the examples; the text of one, NULL if there is none. */
	const char *(*example_at)(size_t index);
	const char *(*example_text)(const char *name);
	/* The JSON Schema, which lists the facts.  NULL: --assert knows none.
	 */
	const char *schema;
};

/*
 * Whether nothing can be performed, whatever else the line contains: it asks
 * for help or the version, its command needs no process, or the command does
 * not exist.  Allocates nothing.  False: only cli_read() can tell.
 */
bool cli_performs_nothing(
	int argc, char **argv, const struct command *const *table);

/*
 * Whether --no-aslr stands before the first command: memtool must execute
 * itself again, before it has done anything.  Allocates nothing.
 */
bool cli_ends_aslr(int argc, char **argv);

/*
 * The value of --runs or --warmup, NAME, wherever it stands in the line; 0: it
 * is missing or not valid.  Allocates nothing.
 */
size_t cli_early_number(int argc, char **argv,
	const struct command *const *table, const char *name);

/*
 * Read the command line.  Free PLAN with plan_free(), whatever the result; WHY
 * must be zeroed.
 */
enum cli_way cli_read(int argc, char **argv, const struct cli_outside *outside,
	struct plan *plan, struct complaint *why);

#endif
