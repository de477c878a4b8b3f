/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the command line share. */
#ifndef MEMTOOL_CLI_INSIDE_H
#define MEMTOOL_CLI_INSIDE_H

#include <search.h>

#include "cli/cli.h"

/* The words of the line, read from the front. */
struct words {
	char **list;
	int count;
	int at;
};

/* One step as it was typed: words that have not been understood yet. */
struct typed {
	const struct command *command;
	const char *values[PARAMS_MAX]; /* NULL: not given */
	const char *word, *second;      /* the plain WORD, or two */
	const char *as, *on, *expect, *file, *open, *pages_by;
	const char *times, *every;
	bool help, version, pages, syscalls;
};

/* All that reading needs to know, and the plan that it makes. */
struct cli {
	const struct cli_outside *outside;
	const struct command *const *table;
	const struct units *units;
	struct plan *plan;
	struct complaint *why;
	int newest[MADE_KINDS]; /* of each kind: index in the plan; -1: none yet
				 */
	size_t room;            /* that plan->steps has */
	/* Where each name stands in the plan, from the first --as on. */
	struct hsearch_data names;
	bool has_names;
	const char **options; /* the words of a step for popt; room for all */
};

const struct command *find_command(const struct cli *cli, const char *name);
/* The same, if it is a call and no inspection. */
const struct command *find_call(const struct cli *cli, const char *name);

/* The short names of the causes in turn, NULL after the last. */
const char *cause_at(const struct cli *cli, size_t index);

/* The words that options take, NULL after the last. */
extern const char *const color_words[], *const memory_words[];
extern const char *const pages_by_words[], *const hold_words[];

/* Understand the value of --color, of --memory, of --hold. */
bool choose_color(struct cli *cli, const char *word);
bool choose_memory(struct cli *cli, const char *word);
bool hold_read(struct cli *cli, const char *word);
/* What --pages-by asks for; without it, what is best. */
bool choose_pages_by(
	struct cli *cli, const struct typed *typed, enum pages_by *by);

/* Whether WORD looks like what the parameter takes, by its kind. */
bool word_fits(
	const struct cli *cli, const struct param *param, const char *word);
/* Whether it looks like nothing but that; for a hint. */
bool word_is_value(
	const struct cli *cli, const struct param *param, const char *word);
/* Give each of a command's two words to the parameter that it fits. */
bool assign_two(struct cli *cli, struct typed *typed);
/* Give PARAM what was typed as a plain WORD. */
bool assign(struct cli *cli, struct typed *typed, const struct param *param,
	const char *word);

/* Whether WORD parts two steps: "then" or ",". */
bool is_separator(const char *word);

/* Whether a word is an option, and neither a WORD nor a negative number. */
bool is_option(const char *word);

/* The options of a step, or (command NULL) those before the first call. */
bool options_read(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed);

/* popt's description of a command's options. */
void options_help(const struct command *command, FILE *out);

/* Whether an option of this name ("length", "json") takes a value. */
enum option_form { OPTION_UNKNOWN, OPTION_ALONE, OPTION_WITH_VALUE };
enum option_form option_form(const struct command *command, const char *name);

/* The long options in turn, NULL after the last. */
const char *option_at(const struct command *command, size_t index);

/* Hand a string to the plan, which frees it.  NULL when memory is short. */
char *keep(struct cli *cli, char *string);

/* Understand a typed step and add it, its implicit steps first. */
bool build(struct cli *cli, struct typed *typed, int number);

/*
 * Understand TYPED, whose implicit steps stand already, and append it.
 * OWN_FILE is the index of the file that was opened for it alone, or -1; NEED
 * is what an implicit step must reach at least, or 0.
 */
bool bind(struct cli *cli, struct typed *typed, int number, bool implicit,
	int own_file, uint64_t need);

/* Whether addr says by itself where it is: a number, a name, a place. */
bool is_absolute(struct cli *cli, const struct typed *typed);

/* Where a typed name stands in the plan; -1: nowhere. */
int find_name(struct cli *cli, const char *name);
/* Note that NAME, which is new, is of the next step of the plan. */
bool remember_name(struct cli *cli, const char *name);
void forget_names(struct cli *cli);
/* The same for "NAME.K"; ITEM is 0 where the step made only one anyway. */
bool find_item(struct cli *cli, const char *text, int *index, uint64_t *item);

bool help_print(const struct cli *cli, const char *name);
void version_print(const struct cli *cli);
void complete_print(const struct cli *cli, struct words *words);

#endif
