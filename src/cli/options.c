/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options, by popt.  popt knows no chains, takes "-64K" for an option and lets
 * an option swallow whatever follows, so that the words are sorted first: we
 * say which are options and which value belongs to which; popt parses them.
 */
#include <errno.h>
#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/inside.h"
#include "words/suggest.h"

enum {
	OPTION_JSON = 1,
	OPTION_PRETTY,
	OPTION_COLOR,
	OPTION_QUIET,
	OPTION_DRY_RUN,
	OPTION_STOP,
	OPTION_SKIP_UNSUPPORTED,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_AS,
	OPTION_ON,
	OPTION_EXPECT,
	OPTION_FILE,
	OPTION_OPEN,
	OPTION_PARAM = 1000, /* and on: the command's parameters */
	TABLE_MAX = 40,
};

#define ALONE(name, letter, id, help)                                          \
	{                                                                      \
		name, letter, POPT_ARG_NONE, NULL, id, help, NULL              \
	}
#define VALUE(name, id, help, value)                                           \
	{                                                                      \
		name, '\0', POPT_ARG_STRING, NULL, id, help, value             \
	}

static const struct poptOption common[] = {
	ALONE("json", 'j', OPTION_JSON, "tell it as one JSON document"),
	ALONE("pretty", '\0', OPTION_PRETTY, "JSON with indentation"),
	VALUE("color", OPTION_COLOR, "auto, always or never", "WHEN"),
	ALONE("quiet", 'q', OPTION_QUIET,
		"only a line on stderr for what was not expected"),
	ALONE("dry-run", 'n', OPTION_DRY_RUN,
		"show the steps, perform nothing"),
	ALONE("stop", '\0', OPTION_STOP,
		"end the chain at the first unexpected outcome"),
	ALONE("skip-unsupported", '\0', OPTION_SKIP_UNSUPPORTED,
		"exit 77 where the kernel lacks what was asked"),
	ALONE("help", 'h', OPTION_HELP, "show help"),
	ALONE("version", 'V', OPTION_VERSION, "show the version"),
};

static const struct poptOption per_step[] = {
	VALUE("expect", OPTION_EXPECT,
		"outcomes that are right: ok, fail, ENOMEM, SIGSEGV...",
		"OUTCOME"),
};
static const struct poptOption naming =
	VALUE("as", OPTION_AS, "name what the step makes", "NAME");
static const struct poptOption choosing =
	VALUE("on", OPTION_ON, "act on what this name stands for", "NAME");
static const struct poptOption with_file[] = {
	VALUE("file", OPTION_FILE, "map this file", "PATH"),
	VALUE("open", OPTION_OPEN, "how --file is opened: flags of open(2)",
		"FLAGS"),
};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static size_t add(struct poptOption *table, size_t used,
	const struct poptOption *more, size_t count)
{
	memcpy(table + used, more, count * sizeof(*more));
	return used + count;
}

/* The options of COMMAND (NULL: those of every place), zeroes after them. */
static void make_table(const struct command *command, struct poptOption *table)
{
	bool memory, file;
	size_t used = 0;

	memset(table, 0, TABLE_MAX * sizeof(*table));
	if (command && !command->look) {
		memory = command_has_kind(command, PARAM_ADDRESS);
		file = command_has_kind(command, PARAM_FD);
		for (size_t i = 0; i < command_params(command); i++) {
			const struct param *p = command->params[i];
			struct poptOption option = VALUE(p->name,
				OPTION_PARAM + (int)i, p->help, p->value);

			used = add(table, used, &option, 1);
		}
		if (command->makes != MAKES_NOTHING)
			used = add(table, used, &naming, 1);
		if ((memory && !command->moves_break) || file)
			used = add(table, used, &choosing, 1);
		if (command->needs_region || (memory && file))
			used = add(table, used, with_file, COUNT(with_file));
		used = add(table, used, per_step, COUNT(per_step));
	}
	add(table, used, common, COUNT(common));
}

enum option_form option_form(const struct command *command, const char *name)
{
	struct poptOption table[TABLE_MAX];

	make_table(command, table);
	for (size_t i = 0; table[i].longName; i++)
		if (strcmp(table[i].longName, name) == 0)
			return table[i].argInfo == POPT_ARG_NONE
				       ? OPTION_ALONE
				       : OPTION_WITH_VALUE;
	return OPTION_UNKNOWN;
}

const char *option_at(const struct command *command, size_t index)
{
	struct poptOption table[TABLE_MAX];

	make_table(command, table);
	return index < TABLE_MAX ? table[index].longName : NULL;
}

static bool unknown_option(
	struct cli *cli, const struct command *command, const char *word)
{
	size_t length = strcspn(word, "=");
	char name[64];
	struct suggestion s;
	const char *known;

	snprintf(name, sizeof(name), "%.*s", (int)length, word);
	s = suggest_for(name + 2);
	if (command)
		complain(cli->why, word,
			"unknown option '%s'; 'memtool help "
			"%s' lists those that there are",
			name, command->name);
	else
		complain(cli->why, word,
			"unknown option '%s' before the call; options of a "
			"call stand behind its name",
			name);
	for (size_t i = 0; (known = option_at(command, i)); i++)
		suggest_offer(&s, known);
	if (s.best) {
		char full[64];

		snprintf(full, sizeof(full), "--%s", s.best);
		complain_suggest(cli->why, full);
	}
	return false;
}

bool is_separator(const char *word)
{
	return strcmp(word, "then") == 0 || strcmp(word, ",") == 0;
}

bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0' && !number_begins(word);
}

static bool take_word(struct cli *cli, struct typed *typed, const char *word)
{
	if (!typed->word) {
		typed->word = word;
		return true;
	}
	return complain(cli->why, word,
		"'%s' is one word too many after '%s'; a step takes one, "
		"further values go by --OPTION, and 'then' begins the next "
		"step",
		word, typed->word);
}

/* Put "--name VALUE" together, so that VALUE may look like anything. */
static const char *join(struct cli *cli, const char *option, const char *value)
{
	char *joined = malloc(strlen(option) + strlen(value) + 2);

	if (!joined)
		return NULL;
	sprintf(joined, "%s=%s", option, value);
	return keep(cli, joined);
}

/* Sort a step's words: options into ARGV for popt, the rest is its WORD. */
static bool sort_words(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed, const char **argv, int *argc)
{
	bool plain = false;

	for (; words->at < words->count; words->at++) {
		const char *word = words->list[words->at];
		enum option_form form;

		if (is_separator(word) || (!command && !is_option(word)))
			return true;
		if (plain || !is_option(word)) {
			if (!take_word(cli, typed, word))
				return false;
			continue;
		}
		plain = strcmp(word, "--") == 0;
		if (plain)
			continue;
		if (strncmp(word, "--", 2) != 0 || strchr(word, '=')) {
			argv[(*argc)++] = word;
			continue;
		}
		form = option_form(command, word + 2);
		if (form == OPTION_UNKNOWN)
			return unknown_option(cli, command, word);
		if (form == OPTION_WITH_VALUE) {
			if (words->at + 1 == words->count)
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

static bool set_color(struct cli *cli, const char *word)
{
	static const char *const colors[] = {"auto", "always", "never"};

	for (int i = 0; i < 3; i++)
		if (strcmp(word, colors[i]) == 0) {
			cli->plan->options.color = (enum color)i;
			return true;
		}
	return complain(cli->why, word,
		"--color: '%s' is unknown; auto, always and never are accepted",
		word);
}

static bool set_common(
	struct cli *cli, struct typed *typed, int option, const char *value)
{
	struct options *options = &cli->plan->options;

	switch (option) {
	case OPTION_PRETTY:
		options->pretty = true;
		options->json = true;
		return true;
	case OPTION_JSON:
		options->json = true;
		return true;
	case OPTION_COLOR:
		return set_color(cli, value);
	case OPTION_QUIET:
		options->quiet = true;
		return true;
	case OPTION_DRY_RUN:
		options->dry_run = true;
		return true;
	case OPTION_STOP:
		options->stop = true;
		return true;
	case OPTION_SKIP_UNSUPPORTED:
		options->skip_unsupported = true;
		return true;
	case OPTION_HELP:
		typed->help = true;
		return true;
	case OPTION_VERSION:
		typed->version = true;
		return true;
	}
	return false;
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
	}
	return option >= OPTION_PARAM ? &typed->values[option - OPTION_PARAM]
				      : NULL;
}

static bool set_option(
	struct cli *cli, struct typed *typed, int option, char *value)
{
	const char **slot = slot_of(typed, option);

	if (value && !keep(cli, value))
		return complain_system(cli->why, "the command line", ENOMEM);
	if (!slot)
		return set_common(cli, typed, option, value);
	if (*slot)
		return complain(cli->why, value,
			"'%s': this option was given before, as '%s'; once is "
			"accepted",
			value, *slot);
	*slot = value;
	return true;
}

bool options_read(struct cli *cli, const struct command *command,
	struct words *words, struct typed *typed)
{
	struct poptOption table[TABLE_MAX];
	const char **argv =
		calloc((size_t)(words->count - words->at) + 2, sizeof(*argv));
	poptContext context = NULL;
	int argc = 1, option = 0;
	bool good = argv != NULL;

	make_table(command, table);
	if (!good)
		return complain_system(cli->why, "the command line", ENOMEM);
	argv[0] = command ? command->name : cli->plan->program;
	good = sort_words(cli, command, words, typed, argv, &argc);
	if (good) {
		context = poptGetContext(
			NULL, argc, argv, table, POPT_CONTEXT_NO_EXEC);
		good = context ||
		       complain_system(cli->why, "the command line", ENOMEM);
	}
	while (good && (option = poptGetNextOpt(context)) > 0)
		good = set_option(cli, typed, option, poptGetOptArg(context));
	if (good && option < -1) {
		const char *bad = poptBadOption(context, 0);

		if (option == POPT_ERROR_BADOPT && strncmp(bad, "--", 2) == 0)
			good = unknown_option(cli, command, bad);
		else
			good = complain(cli->why, bad, "option '%s': %s", bad,
				poptStrerror(option));
	}
	poptFreeContext(context);
	free(argv);
	return good;
}

void options_help(const struct command *command, const char *usage, FILE *out)
{
	struct poptOption table[TABLE_MAX];
	const char *argv[] = {usage, NULL};
	const struct param *word = command ? command->word : NULL;
	bool required =
		word && word->missing == MISSING_REFUSED && !word->fallback;
	poptContext context;
	char after[64];

	make_table(command, table);
	context = poptGetContext(NULL, 1, argv, table, POPT_CONTEXT_NO_EXEC);
	if (!context)
		return;
	snprintf(after, sizeof(after), "[OPTION...]%s%s%s",
		!word      ? ""
		: required ? " "
			   : " [",
		word ? word->value : "", !word || required ? "" : "]");
	poptSetOtherOptionHelp(context, after);
	poptPrintHelp(context, out, 0);
	poptFreeContext(context);
}
