/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints of unknown words, with what was probably meant. */
#ifndef MEMTOOL_CLI_HINTS_H
#define MEMTOOL_CLI_HINTS_H

#include "cli/internal.h"

/* Each fills in cli->why and returns false. */
bool unknown_command(struct cli *cli, const char *word);
bool unknown_call(struct cli *cli, const char *word);
bool unknown_option(
	struct cli *cli, const struct command *command, const char *word);
bool unknown_name(struct cli *cli, const char *name);

/* WORD is neither of the two that the command takes. */
bool fits_neither(
	struct cli *cli, const struct command *command, const char *word);

/*
 * Whether two words are "4M, touch" or "4M ,touch": then that is what is wrong.
 */
bool comma_is_glued(struct cli *cli, const char *before, const char *after);
/* Whether WORD is "4M,touch": then that is what is wrong. */
bool comma_joins_calls(struct cli *cli, const char *word);

/* Add the option that would take WORD: "rw" after "4M" is --prot rw. */
void suggest_option(
	struct cli *cli, const struct command *command, const char *word);
/* Add the option of the same kind as GIVEN's that nobody gave. */
void suggest_left(struct cli *cli, const struct typed *typed,
	const struct param *given, const char *word);
/* Add "then" where one of the words before was probably meant so. */
bool suggest_then(struct cli *cli, const struct typed *typed, const char *word);
/* Add the option of which WORD is a value: "maps stack". */
bool suggest_value(
	struct cli *cli, const struct command *command, const char *word);
/* Add --file for a WORD that is no size: "mmap data.bin". */
void suggest_file(
	struct cli *cli, const struct command *command, const char *text);
/* Add --on or --addr for a WORD that is memory: "peek a"; whether it is. */
bool suggest_memory(
	struct cli *cli, const struct command *command, const char *text);

#endif
