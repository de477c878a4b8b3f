/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_CLI_IMPLICIT_H
#define MEMTOOL_CLI_IMPLICIT_H

#include "cli/internal.h"

/* The typed value of the parameter with this name; NULL: none. */
const char **value_of(struct typed *typed, const char *name);

/* The memory needed for offset + length; 0 if that cannot exist. */
uint64_t need_of(struct cli *cli, const struct typed *typed);

/* Whether the typed mapping writes to its file: shared and writable. */
bool writes_to_file(struct cli *cli, struct typed *typed, bool *writes);

/* Add the implicit "open PATH" of --file. */
bool implicit_open(
	struct cli *cli, const struct typed *served, int number, bool writable);

/* Add the steps that map --file for a call that needs memory. */
bool map_file(
	struct cli *cli, const struct typed *served, int number, uint64_t need);

/* Add the steps in the command's .first, as if they were typed. */
bool first_steps(
	struct cli *cli, const struct typed *served, int number, uint64_t need);

#endif
