/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of the command line. */
#ifndef MEMTOOL_CLI_INTERNAL_H
#define MEMTOOL_CLI_INTERNAL_H

#include <search.h>

#include "cli/cli.h"

/* The words of the line, read from the front. */
struct words {
	char **list;
	int count;
	int at;
};

/* --assert and --assume, for one step. */
enum { ASSERTS_MOST = 32 };
/* Where a word of a file of steps is. */
struct place {
	int line, column;   /* from 1 */
	const char *source; /* the word as it is written there */
};

/* "set NAME VALUE" in a file of steps. */
struct variable {
	const char *name, *value;
	int line;
};

/* --set NAME=VALUE */
struct setting {
	const char *name, *value;
	bool used;
};

/* A file of steps: its words, the lines joined by line_end. */
struct step_file {
	const char *name;    /* as typed; "-": standard input */
	const char *example; /* its text, instead of a file's; NULL: a file */
	char *text;          /* whole, and NUL after it */
	size_t length;
	struct words words;
	struct place *places; /* of each word */
	size_t room, place_room;
	int options; /* how many words are the line "options"; 0: none */
	struct variable *variables;
	size_t variable_count, variable_room;
};

/* One step as typed, not yet parsed. */
struct typed {
	const struct command *command;
	const char *values[PARAMS_MAX]; /* NULL: not given */
	const char *word, *second;      /* the plain WORD, or two */
	const char *as, *on, *expect, *file, *open, *pages_by;
	const char *times, *every, *in, *timeout, *example;
	struct {
		const char *text;
		bool assumed; /* --assume */
	} asserts[ASSERTS_MOST];
	size_t assert_count;
	bool help, version, pages, syscalls;
	bool all; /* --all, of help */
};

/* A process, and what its steps act on by default. */
/* A process, or a thread, which shares what is newest with its process. */
struct process {
	int step;      /* the index of the step that makes it; -1: the first */
	uint64_t item; /* one of several, from 1 */
	size_t memory; /* the index of its process in the list: maybe itself */
	/* Index in the plan, by kind; -1: none yet. */
	int newest[MADE_KINDS];
};

/* The state of reading the line, and the plan. */
struct cli {
	const struct cli_outside *outside;
	const struct command *const *table;
	const struct units *units;
	struct plan *plan;
	struct complaint *why;
	size_t room; /* allocated in plan->steps */
	struct process *processes;
	size_t process_count, process_room;
	size_t in; /* the process of the step that is being read */
	/* The plan's index of each name; made at the first --as. */
	struct hsearch_data names;
	bool has_names;
	size_t word_count;      /* no line has more names than words */
	struct step_file *file; /* whose steps are read; NULL: none */
	int step_at; /* the first word of the current step, in its words */
	struct setting *settings;
	size_t setting_count, setting_room;
	const char **
		options; /* the words of a step for popt; fits the whole line */
};

/* The command of this name; NULL: there is none. */
const struct command *find_in(
	const struct command *const *table, const char *name);
const struct command *find_command(const struct cli *cli, const char *name);
/* The same, if it is a call. */
const struct command *find_call(const struct cli *cli, const char *name);

/* The causes' short names by index, NULL after the last. */
const char *cause_at(const struct cli *cli, size_t index);

/* The words that options take, NULL after the last. */
extern const char *const color_words[], *const memory_words[];
extern const char *const pages_by_words[], *const hold_words[];

/* Parse the value of --color, --memory, --hold. */
bool choose_color(struct cli *cli, const char *word);
bool choose_memory(struct cli *cli, const char *word);
bool hold_read(struct cli *cli, const char *word);
bool runs_read(struct cli *cli, const char *word);
bool warmup_read(struct cli *cli, const char *word);
/* Whether --runs and --warmup fit the rest of the line. */
bool check_runs(struct cli *cli);
/* Whether memtool can do its work under the filters of seccomp steps. */
bool check_filters(struct cli *cli);
/* The same for --timeout; steps without their own get that of the line. */
void timeouts_settle(struct plan *plan);
bool timeout_read(struct cli *cli, const char *word, int64_t *ns);
/* A complaint has the form of the report, wherever its option is. */
void look_for_form(struct plan *plan);
/* Refuse two forms of the report at once. */
bool form_settle(struct cli *cli);
/* Parse --pages-by; the default is auto. */
bool choose_pages_by(
	struct cli *cli, const struct typed *typed, enum pages_by *by);

/* Whether WORD looks like what the parameter takes, by its kind. */
bool word_fits(
	const struct cli *cli, const struct param *param, const char *word);
/* Whether it looks like only that; for a hint. */
bool word_is_value(
	const struct cli *cli, const struct param *param, const char *word);
/* Assign each of a command's two words to the parameter that it fits. */
bool assign_two(struct cli *cli, struct typed *typed);
/* Assign a plain WORD to PARAM. */
bool assign(struct cli *cli, struct typed *typed, const struct param *param,
	const char *word);

/* Whether WORD separates two steps: "then", ",", or line_end. */
bool is_separator(const char *word);
/* In the words of a file, what separates two lines: this string itself. */
extern char line_end[];

/* Whether a word is an option, not a WORD or a negative number. */
bool is_option(const char *word);

/* Read the steps that WORDS has from its place on, up to the last. */
enum cli_way read_chain(struct cli *cli, struct words *words);

/* memtool run FILE: read the command line after "run", and the file. */
enum cli_way run_read(struct cli *cli, struct words *words);
/* Whether it is "run". */
bool reads_steps(const struct command *command);
/* The text of the example NAME; NULL: refused. */
const char *find_example(struct cli *cli, const char *name);
/* memtool trace: read the command line after "trace"; whether it is that. */
enum cli_way trace_read(struct cli *cli, struct words *words);
bool traces(const struct command *command);
/* --set NAME=VALUE */
bool setting_add(struct cli *cli, const char *text);
/* Refuse --help and --version, which would replace the steps of a file. */
bool no_help_in_file(struct cli *cli, const struct typed *typed);

/* Whether no word follows the one at AT in its line. */
bool ends_line(const struct words *words, int at);

/* Read the options of a step, or (command NULL) before the first call. */
bool options_read(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed);

/*
 * Print LEAD and popt's description of a command's own options, or of ALL that
 * may follow it; of no command (NULL): of the common options.  Nothing if there
 * are none.
 */
void options_help(
	const struct command *command, bool all, const char *lead, FILE *out);

/* Whether an option of this name ("length", "json") takes a value. */
enum option_form { OPTION_UNKNOWN, OPTION_ALONE, OPTION_WITH_VALUE };
enum option_form option_form(const struct command *command, const char *name);

/* The long options by index, NULL after the last. */
const char *option_at(const struct command *command, size_t index);

/* Let the plan own STRING.  NULL: out of memory. */
char *keep(struct cli *cli, char *string);

/* Parse a typed step and add it, after its implicit steps. */
bool build(struct cli *cli, struct typed *typed, int number);

/*
 * Parse TYPED, whose implicit steps were already added, and append it. OWN_FILE
 * is the index of the file opened for this step, or -1; NEED is the minimum
 * size of an implicit step's memory, or 0.
 */
bool bind(struct cli *cli, struct typed *typed, int number, bool implicit,
	int own_file, uint64_t need);

/* Whether addr is absolute: a number, a name, a place. */
bool is_absolute(struct cli *cli, const struct typed *typed);

/* The first process. */
bool processes_begin(struct cli *cli);
/* What the process of the current step made last, or had when forked. */
int *newest(struct cli *cli);
/* The process that has the memory of the current step. */
struct process *memory_process(const struct cli *cli);
/* The last step makes processes or threads: they know what its own knows. */
bool processes_add(struct cli *cli);
/* --in: the process that performs the step; NULL: the first. */
bool choose_process(struct cli *cli, const char *in);

/* The plan's index of a name; -1: not found. */
int find_name(struct cli *cli, const char *name);
/* Record the new NAME for the next step of the plan. */
bool remember_name(struct cli *cli, const char *name);
void forget_names(struct cli *cli);
/* The same for "NAME.K"; ITEM is 0 if the step makes only one. */
bool find_item(struct cli *cli, const char *text, int *index, uint64_t *item);

/*
 * Note an --assert, or an --assume; then keep those of a step, or of the chain.
 */
bool note_assert(
	struct cli *cli, struct typed *typed, const char *text, bool assumed);
bool keep_asserts(
	struct cli *cli, const struct typed *typed, struct assertions *asserts);
/* Parse all of them, when the line is complete. */
bool resolve_asserts(struct cli *cli);

/* The word "help": no command of the table, but it has options. */
extern const struct command command_help;

/* Print the help of COMMAND, or (NULL) the overview. */
bool help_print(struct cli *cli, const struct command *command, bool all);
void version_print(const struct cli *cli);
void complete_print(const struct cli *cli, struct words *words);

#endif
