/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/offers.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "words/array.h"
#include "words/errnos.h"
#include "words/signals.h"
#include "words/sizes.h"

bool offer(const struct completion *c, const char *candidate)
{
	if (strncasecmp(candidate, c->part, strlen(c->part)) != 0)
		return false;
	printf("%.*s%.*s%s\n", (int)c->lead_length, c->lead,
		(int)c->list_length, c->list, candidate);
	return true;
}

/* The same completion behind the last member of a list. */
static struct completion last_of_list(
	const struct completion *c, const char *separators)
{
	struct completion last = *c;
	const char *at = c->part + strlen(c->part);

	while (at > c->part && !strchr(separators, at[-1]))
		at--;
	last.list = c->part;
	last.list_length = (size_t)(at - c->part);
	last.part = at;
	return last;
}

/* Offer a family's names, in lower case or as the headers write them. */
static bool offer_family(
	const struct completion *c, const struct names *names, bool prefixed)
{
	char full[64];
	bool any = false;

	for (size_t i = 0; i < names->count; i++) {
		snprintf(full, sizeof(full), "%s%s",
			prefixed ? names->prefix : "", names->list[i].name);
		for (char *p = full; *p && !prefixed; p++)
			*p = (char)tolower((unsigned char)*p);
		any |= offer(c, full);
	}
	return any;
}

/* Names within a list: "private,an" offers "private,anonymous". */
static void offer_names(const struct completion *c, const struct names *names)
{
	bool choice = names_is_choice(names);
	struct completion last = choice ? *c : last_of_list(c, ",|+");
	static const char *const letters[] = {"rw", "rx", "rwx"};
	bool any = offer_family(&last, names, false);

	for (int i = 0; names == &names_prot && i < 3; i++)
		any |= offer(&last, letters[i]);
	if (!any && *names->prefix)
		offer_family(&last, names, true);
}

void offer_flags(const struct completion *c, const struct param *param)
{
	offer_names(c, param->names);
}

/* "NAME.1" and so on, of a step that makes several; of many the last, too. */
static void offer_blocks(
	const struct completion *c, size_t given, const char *end)
{
	uint64_t blocks = c->given[given].blocks;
	char item[112];

	for (uint64_t n = 1; n <= blocks; n++) {
		if (n == BLOCKS_OFFERED)
			n = blocks;
		snprintf(item, sizeof(item), "%.64s.%" PRIu64 "%s",
			c->given[given].name, n, end);
		offer(c, item);
	}
}

static void offer_given(const struct completion *c, enum made_kind kind)
{
	bool dotted = strchr(c->part, '.') != NULL;

	for (size_t i = 0; i < c->given_count; i++) {
		if (c->given[i].kind != kind)
			continue;
		if (dotted && made_type(kind)->has_blocks)
			offer_blocks(c, i, "");
		else
			offer(c, c->given[i].name);
	}
}

void offer_regions(const struct completion *c, const struct param *param)
{
	(void)param;
	offer_given(c, MADE_MEMORY);
}

void offer_files(const struct completion *c, const struct param *param)
{
	(void)param;
	offer_given(c, MADE_FILE);
}

void offer_addresses(const struct completion *c, const struct param *param)
{
	const char *place;
	char end[80];
	const char *dot = strchr(c->part, '.');
	bool dotted = dot != NULL;

	(void)param;
	for (unsigned i = 0; (place = address_well_known(i)); i++) {
		snprintf(end, sizeof(end), "%s.end", place);
		offer(c, dotted ? end : place);
	}
	for (size_t i = 0; i < c->given_count; i++) {
		snprintf(end, sizeof(end), "%s.end", c->given[i].name);
		if (c->given[i].kind != MADE_MEMORY)
			continue;
		offer(c, dotted ? end : c->given[i].name);
		if (dotted)
			offer_blocks(c, i, strchr(dot + 1, '.') ? ".end" : "");
	}
}

/* "SIGSEGV:" offers the codes of this signal. */
static void offer_codes(const struct completion *c, const char *colon)
{
	char signal[16], full[48];
	const char *code;

	snprintf(signal, sizeof(signal), "%.*s", (int)(colon - c->part),
		c->part);
	for (size_t i = 0; (code = signal_code_at(signal_number(signal), i));
		i++) {
		snprintf(full, sizeof(full), "%s:%s", signal, code);
		offer(c, full);
	}
}

void offer_outcome(const struct completion *c, const struct param *param)
{
	const char *colon = strchr(c->part, ':');
	const char *name;

	(void)param;
	if (colon) {
		offer_codes(c, colon);
		return;
	}
	offer(c, "ok");
	offer(c, "fail");
	offer(c, "signal");
	for (size_t i = 0; (name = errno_at(i)); i++)
		offer(c, name);
	for (size_t i = 0; (name = signal_at(i)); i++)
		offer(c, name);
}

static void offer_outcomes(const struct completion *c)
{
	struct completion last = last_of_list(c, ",");

	offer_outcome(&last, NULL);
}

void offer_calls(const struct completion *c, const struct param *param)
{
	(void)param;
	for (size_t i = 0; c->cli->table[i]; i++)
		if (!command_is_inspection(c->cli->table[i]))
			offer(c, c->cli->table[i]->name);
}

void offer_causes(const struct completion *c, const struct param *param)
{
	const char *cause;

	(void)param;
	for (size_t i = 0; (cause = cause_at(c->cli, i)); i++)
		offer(c, cause);
}

static void offer_words(const struct completion *c, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		offer(c, words[i]);
}

void offer_self(const struct completion *c, const struct param *param)
{
	(void)param;
	offer(c, "self");
}

void offer_sizes(const struct completion *c, const struct param *param)
{
	(void)param;
	offer_words(c, sizes_words);
}

/* Options that are not parameters and take one of a few words. */
static const struct {
	const char *option;
	const char *const *words;
} worded[] = {
	{"color", color_words},
	{"memory", memory_words},
	{"pages-by", pages_by_words},
	{"hold", hold_words},
};

void offer_option_values(const struct completion *c,
	const struct command *command, const char *option)
{
	int at = command ? command_find_param(command, option) : -1;

	if (at >= 0)
		offer_values(c, command->params[at]);
	else if (strcmp(option, "on") == 0)
		offer_given(c, command_acts_on(command));
	else if (strcmp(option, "expect") == 0)
		offer_outcomes(c);
	else if (strcmp(option, "open") == 0)
		offer_names(c, &names_open);
	for (size_t i = 0; at < 0 && i < ARRAY_SIZE(worded); i++)
		if (strcmp(option, worded[i].option) == 0)
			offer_words(c, worded[i].words);
}
