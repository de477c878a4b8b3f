/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hints.h"
#include "cli/internal.h"
#include "words/array.h"
#include "words/program.h"

const struct command *find_in(
	const struct command *const *table, const char *name)
{
	for (size_t i = 0; table[i]; i++)
		if (strcmp(table[i]->name, name) == 0)
			return table[i];
	return NULL;
}

const struct command *find_command(const struct cli *cli, const char *name)
{
	return find_in(cli->table, name);
}

const struct command *find_call(const struct cli *cli, const char *name)
{
	const struct command *command = find_command(cli, name);

	return command && !command_is_inspection(command) ? command : NULL;
}

const char *cause_at(const struct cli *cli, size_t index)
{
	return cli->outside->cause_at ? cli->outside->cause_at(index) : NULL;
}

static bool has_room(struct plan *plan)
{
	char **strings = array_reserve(plan->strings, &plan->string_room,
		plan->string_count + 1, sizeof(*strings));

	if (strings)
		plan->strings = strings;
	return strings != NULL;
}

char *keep(struct cli *cli, char *string)
{
	struct plan *plan = cli->plan;

	if (!string || !has_room(plan)) {
		free(string);
		return NULL;
	}
	return plan->strings[plan->string_count++] = string;
}

static bool missing_call(struct cli *cli, const struct words *words)
{
	bool before =
		words->at < words->count && words->list[words->at] != line_end;

	cli->why->step = 0; /* a missing step has no number */
	cli->step_at = before ? words->at : words->at - 1;
	if (words->count <= 1)
		return complain(cli->why, NULL,
			"a call is missing; '%s help' lists them",
			program_name());
	if (before)
		return complain(cli->why, words->list[words->at],
			"a call is missing before '%s'",
			words->list[words->at]);
	return complain(cli->why, words->list[words->at - 1],
		"a call is missing after '%s'", words->list[words->at - 1]);
}

/* Name the step in a complaint, "mprotect: ...", and note its number. */
static bool blame_step(
	struct cli *cli, const struct command *command, int number)
{
	complain_about(cli->why, command->name);
	cli->why->step = number;
	return false;
}

/* A lone inspection is the whole document; some are only allowed alone. */
static bool take_inspection(struct cli *cli, const struct words *words,
	struct typed *typed, int number)
{
	const char *name = typed->command->name;
	bool lone = number == 1 && words->at == words->count;

	cli->why->step = number;
	if (lone)
		cli->plan->inspection = typed->command;
	/* In a file, a program would print instead of the steps. */
	if (command_is_alone(typed->command) &&
		(!lone || (cli->file && typed->command->program)))
		return complain(cli->why, name,
			"'%s' is not a call and cannot be part of a chain; "
			"run it alone",
			name);
	if (command_is_alone(typed->command) && cli->plan->options.hold)
		return complain(cli->why, name,
			"--hold: '%s' has no process to keep", name);
	return build(cli, typed, number) ||
	       blame_step(cli, typed->command, number);
}

/* Read a step up to its separator.  *HELP: it asked for help instead. */
static bool read_step(
	struct cli *cli, struct words *words, int number, bool *help)
{
	struct typed typed = {0};
	const char *word;

	if (words->at == words->count || is_separator(words->list[words->at]))
		return missing_call(cli, words);
	cli->why->step = number;
	cli->step_at = words->at;
	word = words->list[words->at++];
	typed.command = find_command(cli, word);
	if (!typed.command)
		return unknown_command(cli, word);
	if (!options_read(cli, typed.command, words, &typed))
		return blame_step(cli, typed.command, number);
	if (typed.help || typed.version) {
		*help = true;
		if (cli->file)
			return no_help_in_file(cli, &typed);
		if (!typed.version)
			return help_print(cli, typed.command, false);
		version_print(cli);
		return true;
	}
	if (command_is_inspection(typed.command))
		return take_inspection(cli, words, &typed, number);
	if (build(cli, &typed, number))
		return true;
	comma_joins_calls(cli, typed.word);
	return blame_step(cli, typed.command, number);
}

enum cli_way read_chain(struct cli *cli, struct words *words)
{
	struct plan *plan = cli->plan;
	bool help = false;

	for (int number = 1;; number++) {
		plan->typed = (size_t)number;
		if (!read_step(cli, words, number, &help))
			return CLI_REFUSED;
		if (help)
			return CLI_ANSWERED;
		if (words->at == words->count)
			return resolve_asserts(cli) && check_runs(cli) &&
					       check_filters(cli)
				       ? CLI_PLANNED
				       : CLI_REFUSED;
		words->at++; /* the separator */
	}
}

/* "help mmap --json": options may stand anywhere; only --all changes anything.
 */
static bool pass_options(
	struct cli *cli, struct words *words, struct typed *options)
{
	return options_read(cli, &command_help, words, options);
}

/* The command that help is asked for; *COMMAND is NULL for the overview. */
static bool find_topic(
	struct cli *cli, const char *name, const struct command **command)
{
	*command = NULL;
	if (!name || strcmp(name, command_help.name) == 0)
		return true;
	*command = find_command(cli, name);
	return *command || unknown_command(cli, name);
}

static bool print_help(struct cli *cli, struct words *words)
{
	const struct command *command;
	struct typed options = {0};
	const char *name = NULL;

	if (!pass_options(cli, words, &options))
		return false;
	if (words->at < words->count)
		name = words->list[words->at++];
	if (!pass_options(cli, words, &options))
		return false;
	if (words->at < words->count)
		return complain(cli->why, words->list[words->at],
			"'%s' is one word too many; one command is accepted",
			words->list[words->at]);
	if (!find_topic(cli, name, &command))
		return false;
	if (options.all && !command)
		return complain(cli->why, "--all",
			"--all needs a command, as in '%s help --all mlock'",
			program_name());
	return help_print(cli, command, options.all);
}

static enum cli_way answer(struct cli *cli, struct words *words)
{
	if (strcmp(words->list[words->at++], "__complete") == 0) {
		complete_print(cli, words);
		return CLI_ANSWERED;
	}
	if (print_help(cli, words))
		return CLI_ANSWERED;
	complain_about(cli->why, command_help.name);
	return CLI_REFUSED;
}

static bool asks_for_answer(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "__complete") == 0;
}

static enum cli_way read_line(struct cli *cli, struct words *words)
{
	struct typed before = {0};

	if (!options_read(cli, NULL, words, &before))
		return CLI_REFUSED;
	if (before.version) {
		version_print(cli);
		return CLI_ANSWERED;
	}
	if (before.help) {
		return help_print(cli, NULL, false) ? CLI_ANSWERED
						    : CLI_REFUSED;
	}
	if (words->at < words->count && asks_for_answer(words->list[words->at]))
		return answer(cli, words);
	if (!keep_asserts(cli, &before, &cli->plan->asserts))
		return CLI_REFUSED;
	if (words->at < words->count &&
		reads_steps(find_command(cli, words->list[words->at])))
		return run_read(cli, words);
	if (words->at < words->count &&
		traces(find_command(cli, words->list[words->at])))
		return trace_read(cli, words);
	return read_chain(cli, words);
}

enum cli_way cli_read(int argc, char **argv, const struct cli_outside *outside,
	struct plan *plan, struct complaint *why)
{
	struct words words = {argv, argc, argc > 0 ? 1 : 0};
	struct cli cli = {.outside = outside,
		.table = outside->table,
		.units = &outside->units,
		.plan = plan,
		.why = why};
	enum cli_way way = CLI_REFUSED;

	*plan = (struct plan){.argc = argc, .argv = argv};
	program_set_name(argc > 0 ? argv[0] : NULL);
	plan->program = program_name();
	cli.word_count = (size_t)argc;
	cli.options = calloc((size_t)argc + 2, sizeof(*cli.options));
	if (cli.options && processes_begin(&cli))
		way = read_line(&cli, &words);
	else
		complain_system(why, "the command line", ENOMEM);
	free(cli.options);
	free(cli.processes);
	free(cli.settings);
	forget_names(&cli);
	if (way == CLI_PLANNED && !form_settle(&cli))
		way = CLI_REFUSED;
	if (way == CLI_PLANNED)
		timeouts_settle(plan);
	if (way == CLI_REFUSED) {
		look_for_form(plan);
		plan->inspection =
			NULL; /* a refused inspection shows nothing */
		plan->asserts.count = 0; /* it may not be read yet */
	}
	return way;
}
