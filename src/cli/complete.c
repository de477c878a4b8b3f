/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool __complete WORDS... PART: what PART may become, a line each.  The
 * shells' scripts ask this, so that they know nothing themselves.  Silence
 * means that a file name may stand here.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/inside.h"
#include "words/errnos.h"
#include "words/signals.h"

struct completion {
	const struct cli *cli;
	char **words; /* all of them; the last is the part */
	int count;
	const char *part;
	const char *lead; /* "--flags=": stands before what is offered */
	size_t lead_length;
};

static void offer(const struct completion *c, const char *candidate)
{
	if (strncasecmp(candidate, c->part, strlen(c->part)) == 0)
		printf("%.*s%s\n", (int)c->lead_length, c->lead, candidate);
}

/* Names within a list: "private,an" offers "private,anonymous". */
static void offer_names(const struct completion *c, const struct names *names)
{
	struct completion rest = *c;
	size_t prefix = strlen(names->prefix);
	const char *at = c->part + strcspn(c->part, "");
	char lead[256], full[64];
	bool prefixed;

	while (at > c->part && !strchr(",|+", at[-1]))
		at--;
	snprintf(lead, sizeof(lead), "%.*s%.*s", (int)c->lead_length, c->lead,
		(int)(at - c->part), c->part);
	rest.part = at;
	rest.lead = lead;
	rest.lead_length = strlen(lead);
	prefixed = prefix && strncasecmp(at, names->prefix, prefix) == 0;
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i].name;

		snprintf(full, sizeof(full), "%s%s",
			prefixed ? names->prefix : "", name);
		for (char *p = full; *p && !prefixed; p++)
			*p = (char)tolower((unsigned char)*p);
		offer(&rest, full);
	}
	for (int i = 0; names == &names_prot && i < 3; i++)
		offer(&rest, (const char *const[]){"rw", "rx", "rwx"}[i]);
}

/* The names that --as has given so far. */
static void offer_given_names(const struct completion *c)
{
	for (int i = 0; i + 1 < c->count; i++) {
		if (strncmp(c->words[i], "--as=", 5) == 0)
			offer(c, c->words[i] + 5);
		else if (strcmp(c->words[i], "--as") == 0 && i + 2 < c->count)
			offer(c, c->words[i + 1]);
	}
}

static void offer_outcomes(const struct completion *c)
{
	const char *name;

	offer(c, "ok");
	offer(c, "fail");
	offer(c, "signal");
	for (size_t i = 0; (name = errno_at(i)); i++)
		offer(c, name);
	for (size_t i = 0; (name = signal_at(i)); i++)
		offer(c, name);
}

static void offer_values(const struct completion *c, const struct param *param)
{
	const char *place;

	switch (param->kind) {
	case PARAM_FLAGS:
		offer_names(c, param->names);
		return;
	case PARAM_ADDRESS:
		for (unsigned i = 0; (place = address_well_known(i)); i++)
			offer(c, place);
		offer_given_names(c);
		return;
	case PARAM_REGION:
	case PARAM_FD:
		offer_given_names(c);
		return;
	default:
		return;
	}
}

static void offer_option_values(const struct completion *c,
	const struct command *command, const char *option)
{
	int at = command ? command_find_param(command, option) : -1;

	if (at >= 0)
		offer_values(c, command->params[at]);
	else if (strcmp(option, "on") == 0)
		offer_given_names(c);
	else if (strcmp(option, "expect") == 0)
		offer_outcomes(c);
	else if (strcmp(option, "open") == 0)
		offer_names(c, &names_open);
	else if (strcmp(option, "color") == 0)
		for (int i = 0; i < 3; i++)
			offer(c, (const char *const[]){
					 "auto", "always", "never"}[i]);
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
		if (first || !c->cli->table[i]->look)
			offer(c, c->cli->table[i]->name);
	if (first)
		offer(c, "help");
}

/* Where the step that is being typed stands. */
struct place {
	const struct command *command;
	bool first; /* no separator stands before it */
	bool has_word;
	const char *option; /* PART is the value of this one; NULL: it is not */
};

static struct place find_place(const struct completion *c)
{
	struct place place = {.first = true};

	for (int i = 0; i + 1 < c->count; i++) {
		const char *word = c->words[i];

		if (place.option) {
			place.option = NULL;
		} else if (is_separator(word)) {
			place = (struct place){0};
		} else if (is_option(word)) {
			if (strncmp(word, "--", 2) == 0 &&
				option_form(place.command, word + 2) ==
					OPTION_WITH_VALUE)
				place.option = word + 2;
		} else if (!place.command) {
			place.command = find_command(c->cli, word);
		} else {
			place.has_word = true;
		}
	}
	return place;
}

static void complete(struct completion *c)
{
	struct place place = find_place(c);
	const char *equals = strchr(c->part, '=');
	char option[64];

	if (place.option) {
		offer_option_values(c, place.command, place.option);
		return;
	}
	if (strncmp(c->part, "--", 2) == 0 && equals) {
		snprintf(option, sizeof(option), "%.*s",
			(int)(equals - c->part - 2), c->part + 2);
		c->lead = c->part;
		c->lead_length = (size_t)(equals + 1 - c->part);
		c->part = equals + 1;
		offer_option_values(c, place.command, option);
		return;
	}
	if (c->part[0] == '-') {
		offer_options(c, place.command);
		return;
	}
	if (c->count > 1 && strcmp(c->words[0], "help") == 0) {
		offer_commands(c, true);
		return;
	}
	if (!place.command) {
		offer_commands(c, place.first);
		return;
	}
	if (!place.has_word && place.command->word)
		offer_values(c, place.command->word);
	if (!place.command->look &&
		(*c->part || place.has_word || !place.command->word ||
			place.command->word->kind != PARAM_PATH))
		offer(c, "then");
}

void complete_print(const struct cli *cli, struct words *words)
{
	struct completion c = {.cli = cli,
		.words = words->list + words->at,
		.count = words->count - words->at,
		.lead = ""};

	if (c.count < 1)
		return;
	c.part = c.words[c.count - 1];
	complete(&c);
}
