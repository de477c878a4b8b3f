/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/hints.h"

#include <string.h>

#include "words/suggest.h"

bool unknown_command(struct cli *cli, const char *word)
{
	struct suggestion s = suggest_for(word);

	if (strcmp(word, "help") == 0)
		return complain(cli->why, word,
			"'help' is no call that could stand in a chain; "
			"'memtool help' stands alone, --help behind a call");
	complain(cli->why, word,
		"'%s' is no call; 'memtool help' lists those that there are",
		word);
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
			"'%s' shows something and makes no call", word);
	complain(cli->why, word,
		"'%s' is no call; 'memtool help' lists those that there are",
		word);
	suggest_call(cli, &s);
	complain_suggest(cli->why, s.best);
	return false;
}

bool fits_neither(
	struct cli *cli, const struct command *command, const char *word)
{
	struct suggestion s = suggest_for(word);
	struct complaint outcome;
	struct outcome ignored;

	complain(cli->why, word,
		"'%s' is no %s and no %s; 'memtool help %s' tells what is "
		"accepted",
		word, command->word->name, command->second->name,
		command->name);
	if (command->word->kind == PARAM_OUTCOME &&
		!outcome_parse_one(word, &ignored, &outcome) &&
		*outcome.suggestion)
		suggest_offer(&s, outcome.suggestion);
	suggest_call(cli, &s);
	complain_suggest(cli->why, s.best);
	return false;
}

bool unknown_option(
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

bool unknown_name(struct cli *cli, const char *name)
{
	struct suggestion s = suggest_for(name);
	const char *place;
	char option[80];

	if (number_begins(name))
		complain(cli->why, name,
			"'%s' is no name of a region; a size goes by --length, "
			"an address by --addr",
			name);
	else
		complain(cli->why, name,
			"nothing before this step is named '%s'; --as gives "
			"names",
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
	struct complaint ignored;
	uint64_t value;
	char option[128];

	if (!command)
		return;
	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *p = command->params[i];

		if (p == command->word || p->kind != PARAM_FLAGS ||
			number_begins(word) ||
			!names_parse(
				p->names, word, p->fallback, &value, &ignored))
			continue;
		snprintf(option, sizeof(option), "--%s %s", p->name, word);
		complain_suggest(cli->why, option);
		return;
	}
	if (strpbrk(word, "./") &&
		option_form(command, "file") == OPTION_WITH_VALUE) {
		snprintf(option, sizeof(option), "--file %s", word);
		complain_suggest(cli->why, option);
	}
}

void suggest_file(
	struct cli *cli, const struct command *command, const char *text)
{
	char option[128];

	if (!*text || number_begins(text) ||
		option_form(command, "file") != OPTION_WITH_VALUE)
		return;
	snprintf(option, sizeof(option), "--file %s", text);
	complain_suggest(cli->why, option);
}
