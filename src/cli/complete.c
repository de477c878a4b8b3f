/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool __complete WORDS... PART: print the candidates for PART, one per
 * line.  The shells' completion scripts call this and have no knowledge of
 * their own.  No output means that a file name is expected.
 */
#include <stdio.h>
#include <string.h>

#include "cli/offers.h"

/* The state of the step that is being typed. */
struct typed_place {
	const char *call; /* as typed; NULL: PART is the call */
	const struct command *command;
	bool first;                /* no separator before it */
	const char *word, *second; /* the plain words after it; NULL: none */
	bool plain;                /* "--" ended its options */
	const char *option; /* PART is the value of this option; or NULL */
	const char *as, *times, *example;
};

/* The number of blocks that --times makes; 0: one, or not a number. */
static uint64_t read_times(
	const struct completion *completion, const struct typed_place *place)
{
	uint64_t times;

	if (!place->times || !number_parse_size(place->times,
				     completion->cli->units, &times, NULL))
		return 0;
	return times > 1 && times <= TIMES_MAX ? times : 0;
}

static void note_name(
	struct completion *completion, const struct typed_place *place)
{
	if (!place->as || !place->command ||
		completion->given_count == GIVEN_MAX)
		return;
	completion->given[completion->given_count].name = place->as;
	completion->given[completion->given_count].kind =
		command_kind(place->command)->makes;
	completion->given[completion->given_count].blocks =
		read_times(completion, place);
	completion->given_count++;
}

static void read_option(struct typed_place *place, const char *word)
{
	if (strncmp(word, "--as=", 5) == 0)
		place->as = word + 5;
	else if (strncmp(word, "--times=", 8) == 0)
		place->times = word + 8;
	else if (strncmp(word, "--example=", 10) == 0)
		place->example = word + 10;
	else if (strcmp(word, "--") == 0)
		place->plain = true;
	else if (strncmp(word, "--", 2) == 0 &&
		 option_form(place->command, word + 2) == OPTION_WITH_VALUE)
		place->option = word + 2;
}

/* What follows a program is its own. */
static bool is_programs(const struct typed_place *place)
{
	return traces(place->command) && (place->word || place->plain);
}

static struct typed_place find_place(struct completion *completion)
{
	struct typed_place place = {.first = true};

	for (int i = 0; i + 1 < completion->count; i++) {
		const char *word = completion->words[i];

		if (is_programs(&place))
			break;
		if (place.option) {
			if (strcmp(place.option, "as") == 0)
				place.as = word;
			if (strcmp(place.option, "times") == 0)
				place.times = word;
			if (strcmp(place.option, "example") == 0)
				place.example = word;
			place.option = NULL;
		} else if (is_separator(word)) {
			note_name(completion, &place);
			place = (struct typed_place){0};
		} else if (is_option(word) && !place.plain) {
			read_option(&place, word);
		} else if (!place.call) {
			place.call = word;
			place.command = find_command(completion->cli, word);
		} else {
			place.second = place.word ? word : NULL;
			place.word = place.word ? place.word : word;
		}
	}
	return place;
}

static void offer_options(
	const struct completion *completion, const struct command *command)
{
	const char *name;
	char full[64];

	for (size_t i = 0; (name = option_at(command, i)); i++) {
		snprintf(full, sizeof(full), "--%s", name);
		offer(completion, full);
	}
}

static void offer_commands(const struct completion *completion, bool first)
{
	for (size_t i = 0; completion->cli->table[i]; i++)
		if (first || !command_is_alone(completion->cli->table[i]))
			offer(completion, completion->cli->table[i]->name);
}

/* "--flags=private,an": complete only the value. */
static void complete_joined(struct completion *completion,
	const struct command *command, const char *equals)
{
	char option[64];

	snprintf(option, sizeof(option), "%.*s",
		(int)(equals - completion->part - 2), completion->part + 2);
	completion->lead = completion->part;
	completion->lead_length = (size_t)(equals + 1 - completion->part);
	completion->part = equals + 1;
	offer_option_values(completion, command, option);
}

/* Complete a command that takes two words, in either order. */
static void offer_two(
	struct completion *completion, const struct typed_place *place)
{
	const struct command *command = place->command;
	bool turned = place->word &&
		      !word_fits(completion->cli, command->word, place->word);

	if (place->second)
		return;
	if (!place->word || turned)
		offer_values(completion, command->word);
	if (!turned)
		offer_values(completion, command->second);
	if (!place->word && command_find_param(command, "cause") >= 0)
		offer_values(completion, &param_cause);
}

static void complete_word(
	struct completion *completion, const struct typed_place *place)
{
	const struct param *word = place->command->word;
	bool path = word && word->kind == PARAM_PATH && !place->word;

	if (place->command->second)
		offer_two(completion, place);
	else if (!place->word && word)
		offer_values(completion, word);
	if (!command_is_alone(place->command) && (*completion->part || !path))
		offer(completion, "then");
}

static void complete_help(
	const struct completion *completion, const struct typed_place *place)
{
	if (place->option)
		offer_option_values(completion, NULL, place->option);
	else if (completion->part[0] == '-')
		offer_options(completion, &command_help);
	else if (!place->word)
		offer_commands(completion, true);
}

/* The steps of run, whose variables --set replaces. */
static void choose_steps(
	struct completion *completion, const struct typed_place *place)
{
	const struct cli_outside *outside = completion->cli->outside;

	completion->file = place->word;
	if (place->example && outside->example_text)
		completion->example = outside->example_text(place->example);
}

static void complete(struct completion *completion)
{
	struct typed_place place = find_place(completion);
	const char *equals = strchr(completion->part, '=');

	if (is_programs(&place))
		return;
	if (reads_steps(place.command))
		choose_steps(completion, &place);
	if (place.call && strcmp(place.call, command_help.name) == 0)
		complete_help(completion, &place);
	else if (place.option)
		offer_option_values(completion, place.command, place.option);
	else if (!place.plain && strncmp(completion->part, "--", 2) == 0 &&
		 equals)
		complete_joined(completion, place.command, equals);
	else if (!place.plain && completion->part[0] == '-')
		offer_options(completion, place.command);
	else if (place.command)
		complete_word(completion, &place);
	else if (!place.call) {
		offer_commands(completion, place.first);
		if (place.first)
			offer(completion, command_help.name);
	}
}

void complete_print(const struct cli *cli, struct words *words)
{
	struct completion completion = {.cli = cli,
		.words = words->list + words->at,
		.count = words->count - words->at,
		.lead = "",
		.list = ""};

	if (completion.count < 1)
		return;
	completion.part = completion.words[completion.count - 1];
	complete(&completion);
}
