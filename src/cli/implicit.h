/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_CLI_IMPLICIT_H
#define MEMTOOL_CLI_IMPLICIT_H

#include "cli/internal.h"

/* Where the parameter of this name keeps what was typed; NULL: none. */
const char **value_of(struct typed *typed, const char *name);

/* How much memory offset + length reach; 0 where that cannot exist. */
uint64_t need_of(struct cli *cli, const struct typed *typed);

/* Whether a mapping as typed writes to its file: shared and writable. */
bool writes_to_file(struct cli *cli, struct typed *typed, bool *writes);

/* The implicit "open PATH" of --file. */
bool implicit_open(
	struct cli *cli, const struct typed *served, int number, bool writable);

/* The file of --file, mapped for a call that needs memory. */
bool map_file(
	struct cli *cli, const struct typed *served, int number, uint64_t need);

/* The steps in the command's .first, read as if they were typed. */
bool first_steps(
	struct cli *cli, const struct typed *served, int number, uint64_t need);

#endif
