/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options, parsed by popt.  popt does not know chains, takes "-64K" for an
 * option, and lets an option swallow any next word.  So the words are sorted
 * first into options with their values, which popt parses, and the rest.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hints.h"
#include "cli/options.h"

/* "-w-", "--x": a protection in letters, not an option. */
static bool is_protection(const char *word)
{
	return strlen(word) == 3 && strchr("-r", word[0]) &&
	       strchr("-w", word[1]) && strchr("-x", word[2]);
}

bool is_option(const char *word)
{
	if (is_protection(word))
		return false;
	return word[0] == '-' && word[1] != '\0' && !number_begins(word);
}

static bool take_word(struct cli *cli, const struct command *command,
	struct typed *typed, const char *word)
{
	if (!typed->word) {
		typed->word = word;
		return true;
	}
	if (command && command->second && !typed->second) {
		typed->second = word;
		return true;
	}
	if (reads_steps(command))
		return complain(cli->why, word,
			"'%s' is one word too many after '%s'; one file of "
			"steps is accepted",
			word, typed->word);
	if (typed->second) {
		complain(cli->why, word,
			"'%s' is one word too many after '%s' and '%s'; "
			"two are accepted",
			word, typed->word, typed->second);
		suggest_then(cli, typed, word);
		return false;
	}
	if (comma_is_glued(cli, typed->word, word))
		return false;
	complain(cli->why, word,
		"'%s' is one word too many after '%s'; give other values "
		"with --OPTION, or begin the next step with 'then'",
		word, typed->word);
	if (!suggest_then(cli, typed, word))
		suggest_option(cli, command, word);
	return false;
}

/* Join "--name VALUE", so that VALUE may begin with '-'. */
static const char *join(struct cli *cli, const char *option, const char *value)
{
	char *joined = malloc(strlen(option) + strlen(value) + 2);

	if (!joined)
		return NULL;
	sprintf(joined, "%s=%s", option, value);
	return keep(cli, joined);
}

/* Refuse "--json=yes", which some versions of popt accept. */
static bool check_joined(
	struct cli *cli, const struct command *command, const char *word)
{
	size_t length = strcspn(word, "=");
	char name[64];

	if (strncmp(word, "--", 2) != 0 || !word[length] ||
		length >= sizeof(name))
		return true;
	snprintf(name, sizeof(name), "%.*s", (int)length, word);
	if (option_form(command, name + 2) != OPTION_ALONE)
		return true;
	return complain(cli->why, word,
		"'%s': %s takes no value; give it without '='", word, name);
}

/* Before the first call, for help and before a program, only options are. */
static bool sorts_words(const struct command *command)
{
	return command && command != &command_help && !traces(command);
}

/* Sort a step's words: options into ARGV for popt, the rest is its WORD. */
static bool sort_words(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed, const char **argv, int *argc)
{
	bool plain = false;

	for (; words->at < words->count; words->at++) {
		const char *word = words->list[words->at];
		enum option_form form;

		if (is_separator(word) ||
			(!sorts_words(command) &&
				(!is_option(word) ||
					(plain && traces(command)))))
			return true;
		if (plain || !is_option(word)) {
			if (!take_word(cli, command, typed, word))
				return false;
			continue;
		}
		plain = strcmp(word, "--") == 0;
		if (plain)
			continue;
		if (strncmp(word, "--", 2) != 0 || strchr(word, '=')) {
			if (!check_joined(cli, command, word))
				return false;
			argv[(*argc)++] = word;
			continue;
		}
		form = option_form(command, word + 2);
		if (form == OPTION_UNKNOWN)
			return unknown_option(cli, command, word);
		if (form == OPTION_WITH_VALUE) {
			if (ends_line(words, words->at))
				return complain(cli->why, word,
					"option '%s' needs a value", word);
			word = join(cli, word, words->list[++words->at]);
			if (!word)
				return complain_system(
					cli->why, "the command line", ENOMEM);
		}
		argv[(*argc)++] = word;
	}
	return true;
}

/* The flag that an option without a value sets; NULL for other options. */
static bool *switch_of(struct options *options, struct typed *typed, int option)
{
	switch (option) {
	case OPTION_PRETTY:
		options->json = true;
		return &options->pretty;
	case OPTION_JSONL:
		options->json = true;
		return &options->jsonl;
	case OPTION_JSON:
		return &options->json;
	case OPTION_TAP:
		return &options->tap;
	case OPTION_QUIET:
		return &options->quiet;
	case OPTION_DRY_RUN:
		return &options->dry_run;
	case OPTION_STOP:
		return &options->stop;
	case OPTION_SKIP_UNSUPPORTED:
		return &options->skip_unsupported;
	case OPTION_NO_ASLR:
		return &options->no_aslr;
	case OPTION_PAGES:
		return &typed->pages;
	case OPTION_SYSCALLS:
		return &typed->syscalls;
	case OPTION_ALL:
		return &typed->all;
	case OPTION_HELP:
		return &typed->help;
	case OPTION_VERSION:
		return &typed->version;
	default:
		return NULL;
	}
}

static bool set_common(
	struct cli *cli, struct typed *typed, int option, const char *value)
{
	bool *set = switch_of(&cli->plan->options, typed, option);

	if (set)
		return *set = true;
	switch (option) {
	case OPTION_COLOR:
		return choose_color(cli, value);
	case OPTION_MEMORY:
		return choose_memory(cli, value);
	case OPTION_HOLD:
		return hold_read(cli, value);
	case OPTION_RUNS:
		return runs_read(cli, value);
	case OPTION_WARMUP:
		return warmup_read(cli, value);
	case OPTION_TIMEOUT:
		return timeout_read(cli, value, &cli->plan->options.timeout_ns);
	case OPTION_SET:
		return setting_add(cli, value);
	default:
		return false;
	}
}

static const char **slot_of(struct typed *typed, int option)
{
	switch (option) {
	case OPTION_AS:
		return &typed->as;
	case OPTION_ON:
		return &typed->on;
	case OPTION_EXPECT:
		return &typed->expect;
	case OPTION_FILE:
		return &typed->file;
	case OPTION_OPEN:
		return &typed->open;
	case OPTION_PAGES_BY:
		return &typed->pages_by;
	case OPTION_TIMES:
		return &typed->times;
	case OPTION_EVERY:
		return &typed->every;
	case OPTION_IN:
		return &typed->in;
	case OPTION_EXAMPLE:
		return &typed->example;
	case OPTION_STEP_TIMEOUT:
		return &typed->timeout;
	}
	return option >= OPTION_PARAM ? &typed->values[option - OPTION_PARAM]
				      : NULL;
}

static bool set_option(struct cli *cli, const struct poptOption *table,
	struct typed *typed, int option, char *value)
{
	static char on[] = "on";
	const char **slot = slot_of(typed, option);

	if (value && !keep(cli, value))
		return complain_system(cli->why, "the command line", ENOMEM);
	if (option == OPTION_ASSERT || option == OPTION_ASSUME)
		return note_assert(cli, typed, value, option == OPTION_ASSUME);
	if (!slot)
		return set_common(cli, typed, option, value);
	if (!value)
		value = on; /* a switch has no value */
	while (*slot && table->val != option)
		table++;
	if (*slot && value == on)
		return complain(cli->why, NULL,
			"--%s: given twice; once is accepted", table->longName);
	if (*slot)
		return complain(cli->why, value,
			"--%s '%s': already given as '%s'; once is accepted",
			table->longName, value, *slot);
	*slot = value;
	return true;
}

bool options_read(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed)
{
	struct poptOption table[TABLE_MAX];
	const char **argv = cli->options;
	poptContext context = NULL;
	int argc = 1, option = 0;
	bool good;

	options_table(command, table);
	argv[0] = command ? command->name : cli->plan->program;
	good = sort_words(cli, command, words, typed, argv, &argc);
	argv[argc] = NULL;
	if (good) {
		context = poptGetContext(
			NULL, argc, argv, table, POPT_CONTEXT_NO_EXEC);
		good = context ||
		       complain_system(cli->why, "the command line", ENOMEM);
	}
	while (good && (option = poptGetNextOpt(context)) > 0)
		good = set_option(
			cli, table, typed, option, poptGetOptArg(context));
	if (good && option < -1) {
		const char *bad = poptBadOption(context, 0);

		if (option == POPT_ERROR_BADOPT)
			good = unknown_option(cli, command, bad);
		else
			good = complain(cli->why, bad, "option '%s': %s", bad,
				poptStrerror(option));
	}
	poptFreeContext(context);
	return good;
}
