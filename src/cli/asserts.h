/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading --assert: shared by the files that do. */
#ifndef MEMTOOL_CLI_ASSERTS_H
#define MEMTOOL_CLI_ASSERTS_H

#include "cli/internal.h"
#include "render/facts.h"

struct resolving {
	struct cli *cli;
	struct facts *facts;
	struct facts_scope scope;
	const struct step *step; /* NULL: the chain's total */
};

/* Whether a word is one that the fact NAME can be; else complain. */
bool check_word(const struct resolving *resolving, const char *name,
	const struct fact *fact, const char *word);

/* Whether the run measures the fact NAME at PATH; else complain. */
bool is_measured(
	const struct resolving *resolving, const char *name, const char *path);

#endif
