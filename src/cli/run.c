/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool run FILE: the steps of a file are read as those of a command line
 * are, by the same functions.  The file adds positions, variables and a line of
 * options.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hints.h"
#include "cli/step_file.h"
#include "words/program.h"

bool reads_steps(const struct command *command)
{
	return command && command->program && command->program->reads_steps;
}

bool no_help_in_file(struct cli *cli, const struct typed *typed)
{
	const char *option = typed->help ? "--help" : "--version";

	return complain(cli->why, option,
		"a file of steps cannot contain '%s'; '%s %s' is accepted",
		option, program_name(), option);
}

/*
 * The index of the complaint's word, from the end of the step back to its
 * start; the start if it is not found.  It may be part of a word: a value after
 * '=', or one of a list.
 */
static int find_fault(const struct cli *cli, const struct words *words)
{
	const char *fault = cli->why->word;
	int first = cli->step_at < 0 ? 0 : cli->step_at;
	int last = words->at < words->count ? words->at : words->count - 1;

	for (int i = last; fault && i >= first; i--)
		if (strcmp(words->list[i], fault) == 0)
			return i;
	/* Nothing is not a part of a word. */
	for (int i = last; fault && *fault && i >= first; i--)
		if (strstr(words->list[i], fault))
			return i;
	/* An assertion is looked at when all steps have been read. */
	for (int i = 0; fault && *fault && i < first; i++)
		if (strstr(words->list[i], fault))
			return i;
	return first < words->count ? first : words->count - 1;
}

/* Say where in the file the fault is. */
static void locate(struct cli *cli, const struct step_file *file)
{
	int at = find_fault(cli, &file->words);
	const struct place *place = &file->places[at];
	const char *word = file->words.list[at], *part = NULL;
	int column = place->column;

	/* A part of a word has its own column, if the word is as written. */
	if (cli->why->word && word != line_end &&
		strncmp(place->source, word, strlen(word)) == 0)
		part = strstr(word, cli->why->word);
	for (; part && word < part; word++)
		column += (*word & 0xc0) != 0x80;
	complain_in_file(cli->why, file->name, place->line, column);
}

/* These concern how memtool starts, and a file is read after that. */
static bool refuse_early_options(struct cli *cli, const struct options *before)
{
	const struct options *now = &cli->plan->options;
	const char *option = now->no_aslr && !before->no_aslr ? "--no-aslr"
			     : now->runs != before->runs      ? "--runs"
			     : now->warmup != before->warmup  ? "--warmup"
							      : NULL;

	return !option ||
	       complain(cli->why, option,
		       "a file of steps cannot contain %s; it is accepted on "
		       "the command line",
		       option);
}

/* The line "options": as before the first call of a command line. */
static bool read_options(struct cli *cli, struct step_file *file)
{
	const struct options before = cli->plan->options;
	struct words words = file->words;
	struct typed typed = {0};
	bool good;

	words.at = 1;
	words.count = file->options;
	cli->step_at = 0;
	good = options_read(cli, NULL, &words, &typed);
	file->words.at = words.at; /* where a complaint looks for its word */
	if (!good)
		return false;
	if (typed.help || typed.version)
		return no_help_in_file(cli, &typed);
	if (words.at == words.count)
		return refuse_early_options(cli, &before) &&
		       keep_asserts(cli, &typed, &cli->plan->asserts);
	return complain(cli->why, words.list[words.at],
		"'%s' is not an option; 'options' accepts those that may "
		"stand before the first call",
		words.list[words.at]);
}

static enum cli_way read_steps(struct cli *cli, struct step_file *file)
{
	if (file->options) {
		if (!read_options(cli, file)) {
			locate(cli, file);
			return CLI_REFUSED;
		}
		file->words.at = file->options + 1; /* and line_end */
	}
	if (file->words.at < file->words.count) {
		const struct options before = cli->plan->options;
		enum cli_way way = read_chain(cli, &file->words);

		if (way == CLI_PLANNED && !refuse_early_options(cli, &before))
			way = CLI_REFUSED;
		if (way == CLI_REFUSED)
			locate(cli, file);
		return way;
	}
	complain(cli->why, file->name,
		"there are no steps in it; a call such as 'mmap 4M' on a line "
		"of its own is accepted");
	refuse_at(cli, file, 0, 0);
	return CLI_REFUSED;
}

/* A step's words for popt can be as many as the file has. */
static bool make_room(struct cli *cli, const struct step_file *file)
{
	size_t count = (size_t)file->words.count + 2;
	const char **more;

	if (count <= cli->word_count)
		return true;
	more = reallocarray(cli->options, count, sizeof(*more));
	if (!more)
		return complain_system(cli->why, file->name, ENOMEM);
	cli->options = more;
	cli->word_count = count;
	return true;
}

static enum cli_way read_file(struct cli *cli, struct step_file *file)
{
	if (!step_file_load(cli, file) || !step_file_split(cli, file) ||
		!make_room(cli, file))
		return CLI_REFUSED;
	cli->file = file;
	return read_steps(cli, file);
}

/* The options of the command line again: they replace those of the file. */
static void repeat_options(struct cli *cli, struct words words)
{
	struct typed before = {0}, after = {0};
	const struct command *run;

	words.at = 1;
	if (!options_read(cli, NULL, &words, &before))
		return;
	run = find_command(cli, words.list[words.at++]);
	options_read(cli, run, &words, &after);
}

static bool read_words(struct cli *cli, const struct command *run,
	struct words *words, struct typed *typed)
{
	if (!options_read(cli, run, words, typed))
		return false;
	if (typed->help || typed->version)
		return true;
	if (words->at < words->count)
		return complain(cli->why, run->name,
			"'%s' is not a call and cannot be part of a chain; "
			"run it alone",
			run->name);
	if (typed->word && typed->example)
		return complain(cli->why, typed->example,
			"--example '%s' and FILE '%s' are both given; one of "
			"them is accepted",
			typed->example, typed->word);
	return typed->word || typed->example ||
	       complain(cli->why, NULL,
		       "FILE is missing; a file of steps is accepted, '-' "
		       "for standard input, or --example NAME");
}

/* What is performed: the file, or the example, which is named like a file. */
static bool choose_file(
	struct cli *cli, const struct typed *typed, struct step_file *file)
{
	char *name;

	file->name = typed->word;
	if (cli->plan->options.runs && file->name &&
		strcmp(file->name, "-") == 0)
		return complain(cli->why, "-",
			"--runs needs a file to read in each run; standard "
			"input can be read only once");
	if (!typed->example)
		return true;
	file->example = find_example(cli, typed->example);
	if (!file->example)
		return false;
	if (asprintf(&name, "%s.memtool", typed->example) < 0 ||
		!(file->name = keep(cli, name)))
		return complain_system(cli->why, "the command line", ENOMEM);
	return true;
}

enum cli_way run_read(struct cli *cli, struct words *words)
{
	const struct command *run = find_command(cli, words->list[words->at++]);
	struct step_file file = {0};
	struct typed typed = {0};
	enum cli_way way;

	if (!read_words(cli, run, words, &typed)) {
		complain_about(cli->why, run->name);
		return CLI_REFUSED;
	}
	if (typed.help)
		return help_print(cli, run, false) ? CLI_ANSWERED : CLI_REFUSED;
	if (typed.version) {
		version_print(cli);
		return CLI_ANSWERED;
	}
	if (!choose_file(cli, &typed, &file)) {
		complain_about(cli->why, run->name);
		return CLI_REFUSED;
	}
	way = read_file(cli, &file);
	if (way == CLI_PLANNED)
		repeat_options(cli, *words);
	else if (!cli->why->file)
		complain_about(cli->why, run->name);
	cli->file = NULL;
	step_file_free(&file);
	return way;
}
