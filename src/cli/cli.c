/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hints.h"
#include "cli/internal.h"
#include "words/array.h"
#include "words/program.h"

const struct command *find_command(const struct cli *cli, const char *name)
{
	for (size_t i = 0; cli->table[i]; i++)
		if (strcmp(cli->table[i]->name, name) == 0)
			return cli->table[i];
	return NULL;
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

/* A complaint is told as JSON too, wherever in the line --json stands. */
static void look_for_json(struct plan *plan)
{
	for (int i = 1; i < plan->argc; i++) {
		const char *word = plan->argv[i];

		if (strcmp(word, "--pretty") == 0)
			plan->options.pretty = plan->options.json = true;
		if (strcmp(word, "--json") == 0 || strcmp(word, "-j") == 0)
			plan->options.json = true;
	}
}

static bool missing_call(struct cli *cli, const struct words *words)
{
	cli->why->step = 0; /* what is missing has no number */
	if (words->count <= 1)
		return complain(cli->why, NULL,
			"a call is missing; '%s help' lists them",
			program_name());
	if (words->at < words->count)
		return complain(cli->why, words->list[words->at],
			"a call is missing before '%s'",
			words->list[words->at]);
	return complain(cli->why, words->list[words->count - 1],
		"a call is missing after '%s'", words->list[words->count - 1]);
}

/* Name the step in a complaint: "mprotect: ...", and where it stands. */
static bool blame_step(
	struct cli *cli, const struct command *command, int number)
{
	complain_about(cli->why, command->name);
	cli->why->step = number;
	return false;
}

/* An inspection alone is the document; some are never anything else. */
static bool take_inspection(struct cli *cli, const struct words *words,
	struct typed *typed, int number)
{
	const char *name = typed->command->name;
	bool lone = number == 1 && words->at == words->count;

	cli->why->step = number;
	if (lone)
		cli->plan->inspection = typed->command;
	if (command_is_alone(typed->command) && !lone)
		return complain(cli->why, name,
			"'%s' shows something and is no call that could stand "
			"in a chain",
			name);
	if (command_is_alone(typed->command) && cli->plan->options.hold)
		return complain(cli->why, name,
			"--hold: '%s' makes no process that could be held",
			name);
	return build(cli, typed, number) ||
	       blame_step(cli, typed->command, number);
}

/* One step, up to its separator.  *HELP: it asked for help instead. */
static bool read_step(
	struct cli *cli, struct words *words, int number, bool *help)
{
	struct typed typed = {0};
	const char *word;

	if (words->at == words->count || is_separator(words->list[words->at]))
		return missing_call(cli, words);
	cli->why->step = number;
	word = words->list[words->at++];
	typed.command = find_command(cli, word);
	if (!typed.command)
		return unknown_command(cli, word);
	if (!options_read(cli, typed.command, words, &typed))
		return blame_step(cli, typed.command, number);
	if (typed.help || typed.version) {
		*help = true;
		if (typed.version)
			version_print(cli);
		else
			help_print(cli, typed.command->name);
		return true;
	}
	if (command_is_inspection(typed.command))
		return take_inspection(cli, words, &typed, number);
	if (build(cli, &typed, number))
		return true;
	comma_joins_calls(cli, typed.word);
	return blame_step(cli, typed.command, number);
}

static enum cli_way read_chain(struct cli *cli, struct words *words)
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
			return CLI_PLANNED;
		words->at++; /* the separator */
	}
}

/* "help mmap --json": options may stand anywhere, and change nothing here. */
static bool pass_options(struct cli *cli, struct words *words)
{
	struct typed options = {0};

	if (options_read(cli, NULL, words, &options))
		return true;
	complain_about(cli->why, "help");
	return false;
}

static enum cli_way print_help(struct cli *cli, struct words *words)
{
	const char *name = NULL;

	if (!pass_options(cli, words))
		return CLI_REFUSED;
	if (words->at < words->count)
		name = words->list[words->at++];
	if (!pass_options(cli, words))
		return CLI_REFUSED;
	if (words->at < words->count) {
		complain(cli->why, words->list[words->at],
			"help: '%s' is one word too many; one command is "
			"accepted",
			words->list[words->at]);
		return CLI_REFUSED;
	}
	if (help_print(cli, name))
		return CLI_ANSWERED;
	unknown_command(cli, name);
	complain_about(cli->why, "help");
	return CLI_REFUSED;
}

static enum cli_way answer(struct cli *cli, struct words *words)
{
	if (strcmp(words->list[words->at++], "__complete") != 0)
		return print_help(cli, words);
	complete_print(cli, words);
	return CLI_ANSWERED;
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
		help_print(cli, NULL);
		return CLI_ANSWERED;
	}
	if (words->at < words->count && asks_for_answer(words->list[words->at]))
		return answer(cli, words);
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
		.why = why,
		.newest = {[0 ... MADE_KINDS - 1] = -1}};
	enum cli_way way = CLI_REFUSED;

	*plan = (struct plan){.argc = argc, .argv = argv};
	program_set_name(argc > 0 ? argv[0] : NULL);
	plan->program = program_name();
	cli.options = calloc((size_t)argc + 2, sizeof(*cli.options));
	if (cli.options)
		way = read_line(&cli, &words);
	else
		complain_system(why, "the command line", ENOMEM);
	free(cli.options);
	forget_names(&cli);
	if (way == CLI_REFUSED) {
		look_for_json(plan);
		plan->inspection = NULL; /* it will show nothing */
	}
	return way;
}
