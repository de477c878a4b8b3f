/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command line, read as main() reads it. */
#ifndef MEMTOOL_TESTS_LINE_H
#define MEMTOOL_TESTS_LINE_H

#include "cli/cli.h"
#include "run.h"

/* A line, parted at its spaces as a shell would. */
struct line {
	char text[512];
	char *argv[64];
	int argc;
};

static inline enum cli_way read_line_in(const struct cli_outside *outside,
	struct line *line, const char *text, struct plan *plan,
	struct complaint *why)
{
	char *rest = NULL;

	snprintf(line->text, sizeof(line->text), "/usr/bin/memtool %s", text);
	line->argc = 0;
	for (char *word = strtok_r(line->text, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest))
		line->argv[line->argc++] = word;
	line->argv[line->argc] = NULL;
	return cli_read(line->argc, line->argv, outside, plan, why);
}

#endif
