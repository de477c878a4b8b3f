/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints about unknown words, with suggestions. */
#ifndef MEMTOOL_CLI_HINTS_H
#define MEMTOOL_CLI_HINTS_H

#include "cli/internal.h"

/* Each fills in cli->why and returns false. */
bool unknown_command(struct cli *cli, const char *word);
bool unknown_call(struct cli *cli, const char *word);
bool unknown_option(
	struct cli *cli, const struct command *command, const char *word);
bool unknown_name(struct cli *cli, const char *name);

/* WORD fits neither of the command's two words. */
bool fits_neither(
	struct cli *cli, const struct command *command, const char *word);

/*
 * Whether two words are "4M, touch" or "4M ,touch": then complain about that.
 */
bool comma_is_glued(struct cli *cli, const char *before, const char *after);
/* Whether WORD is "4M,touch": then complain about that. */
bool comma_joins_calls(struct cli *cli, const char *word);

/* Suggest the option that accepts WORD: --prot for "rw" after "4M". */
void suggest_option(
	struct cli *cli, const struct command *command, const char *word);
/* Suggest an option of the same kind as GIVEN that was not given. */
void suggest_left(struct cli *cli, const struct typed *typed,
	const struct param *given, const char *word);
/* Suggest "then" if one of the words probably means that. */
bool suggest_then(struct cli *cli, const struct typed *typed, const char *word);
/* Suggest the option that WORD is a value of: "maps stack". */
bool suggest_value(
	struct cli *cli, const struct command *command, const char *word);
/* Suggest --file for a WORD that is not a size: "mmap data.bin". */
void suggest_file(
	struct cli *cli, const struct command *command, const char *text);
/* Suggest --on or --addr if WORD names memory: "peek a". */
bool suggest_memory(
	struct cli *cli, const struct command *command, const char *text);

#endif
