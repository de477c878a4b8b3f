/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool __complete WORDS... PART: what PART may become, a line each.  The
 * shells' scripts ask this, so that they know nothing themselves.  Silence
 * means that a file name may stand here.
 */
#include <stdio.h>
#include <string.h>

#include "cli/offers.h"

/* Where the step that is being typed stands. */
struct place {
	const char *call; /* as typed; NULL: it comes next */
	const struct command *command;
	bool first;                /* no separator stands before it */
	const char *word, *second; /* the plain words behind it; NULL: none */
	bool plain;                /* "--" ended its options */
	const char *option; /* PART is the value of this one; NULL: it is not */
	const char *as, *times;
};

/* How many blocks --times makes; 0: one, or it is no number. */
static uint64_t read_times(
	const struct completion *c, const struct place *place)
{
	uint64_t times;

	if (!place->times ||
		!number_parse_size(place->times, c->cli->units, &times, NULL))
		return 0;
	return times > 1 && times <= TIMES_MAX ? times : 0;
}

static void note_name(struct completion *c, const struct place *place)
{
	if (!place->as || !place->command || c->given_count == GIVEN_MAX)
		return;
	c->given[c->given_count].name = place->as;
	c->given[c->given_count].kind = command_kind(place->command)->makes;
	c->given[c->given_count].blocks = read_times(c, place);
	c->given_count++;
}

static void read_option(struct place *place, const char *word)
{
	if (strncmp(word, "--as=", 5) == 0)
		place->as = word + 5;
	else if (strncmp(word, "--times=", 8) == 0)
		place->times = word + 8;
	else if (strcmp(word, "--") == 0)
		place->plain = true;
	else if (strncmp(word, "--", 2) == 0 &&
		 option_form(place->command, word + 2) == OPTION_WITH_VALUE)
		place->option = word + 2;
}

static struct place find_place(struct completion *c)
{
	struct place place = {.first = true};

	for (int i = 0; i + 1 < c->count; i++) {
		const char *word = c->words[i];

		if (place.option) {
			if (strcmp(place.option, "as") == 0)
				place.as = word;
			if (strcmp(place.option, "times") == 0)
				place.times = word;
			place.option = NULL;
		} else if (is_separator(word)) {
			note_name(c, &place);
			place = (struct place){0};
		} else if (is_option(word) && !place.plain) {
			read_option(&place, word);
		} else if (!place.call) {
			place.call = word;
			place.command = find_command(c->cli, word);
		} else {
			place.second = place.word ? word : NULL;
			place.word = place.word ? place.word : word;
		}
	}
	return place;
}

static void offer_options(
	const struct completion *c, const struct command *command)
{
	const char *name;
	char full[64];

	for (size_t i = 0; (name = option_at(command, i)); i++) {
		snprintf(full, sizeof(full), "--%s", name);
		offer(c, full);
	}
}

static void offer_commands(const struct completion *c, bool first)
{
	for (size_t i = 0; c->cli->table[i]; i++)
		if (first || !command_is_alone(c->cli->table[i]))
			offer(c, c->cli->table[i]->name);
}

/* "--flags=private,an": the value alone is completed. */
static void complete_joined(
	struct completion *c, const struct command *command, const char *equals)
{
	char option[64];

	snprintf(option, sizeof(option), "%.*s", (int)(equals - c->part - 2),
		c->part + 2);
	c->lead = c->part;
	c->lead_length = (size_t)(equals + 1 - c->part);
	c->part = equals + 1;
	offer_option_values(c, command, option);
}

/* Of a command that takes two, in either order. */
static void offer_two(struct completion *c, const struct place *place)
{
	const struct command *command = place->command;
	bool turned =
		place->word && !word_fits(c->cli, command->word, place->word);

	if (place->second)
		return;
	if (!place->word || turned)
		offer_values(c, command->word);
	if (!turned)
		offer_values(c, command->second);
	if (!place->word && command_find_param(command, "cause") >= 0)
		offer_values(c, &param_cause);
}

static void complete_word(struct completion *c, const struct place *place)
{
	const struct param *word = place->command->word;
	bool path = word && word->kind == PARAM_PATH && !place->word;

	if (place->command->second)
		offer_two(c, place);
	else if (!place->word && word)
		offer_values(c, word);
	if (!command_is_alone(place->command) && (*c->part || !path))
		offer(c, "then");
}

static void complete(struct completion *c)
{
	struct place place = find_place(c);
	const char *equals = strchr(c->part, '=');

	if (place.option)
		offer_option_values(c, place.command, place.option);
	else if (!place.plain && strncmp(c->part, "--", 2) == 0 && equals)
		complete_joined(c, place.command, equals);
	else if (!place.plain && c->part[0] == '-')
		offer_options(c, place.command);
	else if (place.command)
		complete_word(c, &place);
	else if (!place.call) {
		offer_commands(c, place.first);
		if (place.first)
			offer(c, "help");
	} else if (strcmp(place.call, "help") == 0 && !place.word)
		offer_commands(c, true);
}

void complete_print(const struct cli *cli, struct words *words)
{
	struct completion c = {.cli = cli,
		.words = words->list + words->at,
		.count = words->count - words->at,
		.lead = "",
		.list = ""};

	if (c.count < 1)
		return;
	c.part = c.words[c.count - 1];
	complete(&c);
}
