/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/hints.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "words/program.h"
#include "words/suggest.h"

bool unknown_command(struct cli *cli, const char *word)
{
	struct suggestion s = suggest_for(word);

	if (strcmp(word, "help") == 0)
		return complain(cli->why, word,
			"'help' cannot be part of a chain; run '%s help', "
			"or give --help after a call",
			program_name());
	complain(cli->why, word,
		"'%s' is not a call; '%s help' lists the calls", word,
		program_name());
	suggest_offer(&s, "help");
	for (size_t i = 0; cli->table[i]; i++)
		suggest_offer(&s, cli->table[i]->name);
	complain_suggest(cli->why, s.best);
	return false;
}

static void suggest_call(const struct cli *cli, struct suggestion *s)
{
	for (size_t i = 0; cli->table[i]; i++)
		if (!command_is_inspection(cli->table[i]))
			suggest_offer(s, cli->table[i]->name);
}

bool unknown_call(struct cli *cli, const char *word)
{
	struct suggestion s = suggest_for(word);

	if (find_command(cli, word))
		return complain(cli->why, word,
			"'%s' is an inspection, not a call", word);
	complain(cli->why, word,
		"'%s' is not a call; '%s help' lists the calls", word,
		program_name());
	suggest_call(cli, &s);
	complain_suggest(cli->why, s.best);
	return false;
}

bool fits_neither(
	struct cli *cli, const struct command *command, const char *word)
{
	struct suggestion s = suggest_for(word);
	struct complaint why = {0};
	struct outcome outcome;

	complain(cli->why, word,
		"'%s' is neither a valid %s nor a valid %s; '%s help %s' "
		"lists what is accepted",
		word, command->word->name, command->second->name,
		program_name(), command->name);
	if (command->word->kind == PARAM_OUTCOME &&
		!outcome_parse_one(word, &outcome, &why) && why.suggestion)
		suggest_offer(&s, why.suggestion);
	suggest_call(cli, &s);
	complain_suggest(cli->why, s.best);
	complaint_free(&why);
	return false;
}

/* The only option that begins like this: --alignment for "align". */
static const char *only_begun(const struct command *command, const char *typed)
{
	const char *known, *found = NULL;

	for (size_t i = 0; (known = option_at(command, i)); i++) {
		if (!*typed || strncmp(known, typed, strlen(typed)) != 0)
			continue;
		if (found)
			return NULL;
		found = known;
	}
	return found;
}

static void complain_of_option(struct cli *cli, const struct command *command,
	const char *word, const char *name)
{
	if (strcmp(name + strspn(name, "-"), "all") == 0)
		complain(cli->why, word,
			"'%s' is an option of help only: '%s help --all %s'",
			name, program_name(),
			command ? command->name : "COMMAND");
	else if (command == &command_help)
		complain(cli->why, word,
			"unknown option '%s'; --all and the options that "
			"'%s help' lists are accepted",
			name, program_name());
	else if (command)
		complain(cli->why, word,
			"unknown option '%s'; '%s help --all %s' lists the "
			"options",
			name, program_name(), command->name);
	else
		complain(cli->why, word,
			"unknown option '%s' before the call; options of a "
			"call follow its name",
			name);
}

bool unknown_option(
	struct cli *cli, const struct command *command, const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	char *name = strndup(word, is_long ? strcspn(word, "=") : strlen(word));
	struct suggestion s;
	const char *known, *bare;
	char full[64];

	if (!name)
		return complain_system(cli->why, "the command line", ENOMEM);
	if (command && option_form(NULL, word + 2) == OPTION_ALONE && is_long)
		complain(cli->why, word,
			"'%s' concerns the whole run; give it before the first "
			"command",
			word);
	else
		complain_of_option(cli, command, word, name);
	bare = name + strspn(name, "-");
	s = suggest_for(bare);
	for (size_t i = 0; (known = option_at(command, i)); i++)
		suggest_offer(&s, known);
	if (!s.best)
		s.best = only_begun(command, bare);
	if (s.best) {
		snprintf(full, sizeof(full), "--%s", s.best);
		complain_suggest(cli->why, full);
	}
	free(name);
	return false;
}

bool unknown_name(struct cli *cli, const char *name)
{
	struct suggestion s = suggest_for(name);
	const char *place;
	char option[80];

	if (number_begins(name))
		complain(cli->why, name,
			"'%s' is not a region's name; give an address with "
			"--addr, or a length, if accepted, with --length",
			name);
	else
		complain(cli->why, name,
			"no earlier step is named '%s'; --as gives names",
			name);
	for (size_t i = 0; i < cli->plan->count; i++)
		if (cli->plan->steps[i].name)
			suggest_offer(&s, cli->plan->steps[i].name);
	for (unsigned i = 0; (place = address_well_known(i)); i++)
		if (strcmp(name, place) == 0) {
			snprintf(option, sizeof(option), "--addr %s", name);
			s.best = option;
		}
	complain_suggest(cli->why, s.best);
	return false;
}

void suggest_option(
	struct cli *cli, const struct command *command, const char *word)
{
	uint64_t value;

	if (!command)
		return;
	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *param = command->params[i];
		bool needed =
			!param->fallback && param->missing == MISSING_REFUSED;

		if (param == command->word)
			continue;
		if (number_begins(word) ? !needed
					: param->kind != PARAM_FLAGS ||
						  !names_parse(param->names,
							  word, param->fallback,
							  &value, NULL))
			continue;
		complain_suggest_option(cli->why, param->name, word);
		return;
	}
	if (strpbrk(word, "./") &&
		option_form(command, "file") == OPTION_WITH_VALUE)
		complain_suggest_option(cli->why, "file", word);
}

void suggest_left(struct cli *cli, const struct typed *typed,
	const struct param *given, const char *word)
{
	const struct command *command = typed->command;

	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *param = command->params[i];

		if (typed->values[i] || param->kind != given->kind ||
			!word_is_value(cli, param, word))
			continue;
		complain_suggest_option(cli->why, param->name, word);
		return;
	}
}

bool suggest_value(
	struct cli *cli, const struct command *command, const char *word)
{
	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *param = command->params[i];

		if (param == command->word || param->kind != PARAM_FLAGS ||
			!word_is_value(cli, param, word))
			continue;
		complain_suggest_option(cli->why, param->name, word);
		return true;
	}
	return false;
}

/* Whether TEXT names memory: an earlier step's region, one of its blocks... */
static bool is_memory(struct cli *cli, const char *text)
{
	char name[NAME_SIZE];
	size_t length = strcspn(text, ".");
	int index;

	if (length >= sizeof(name))
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)length, text);
	index = find_name(cli, name);
	return index >= 0 && made_type(made_at(cli, index))->has_memory;
}

static bool is_place(const char *text)
{
	const char *place;

	for (unsigned i = 0; (place = address_well_known(i)); i++)
		if (strcmp(text, place) == 0)
			return true;
	return false;
}

bool suggest_memory(
	struct cli *cli, const struct command *command, const char *text)
{
	bool place = is_place(text);

	if (option_form(command, place ? "addr" : "on") != OPTION_WITH_VALUE ||
		(!place && (command_has_kind(command, PARAM_FD) ||
				   !is_memory(cli, text))))
		return false;
	complain_suggest_option(cli->why, place ? "addr" : "on", text);
	return true;
}

void suggest_file(
	struct cli *cli, const struct command *command, const char *text)
{
	if (!*text || number_begins(text) ||
		option_form(command, "file") != OPTION_WITH_VALUE)
		return;
	complain_suggest_option(cli->why, "file", text);
}
