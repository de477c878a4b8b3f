/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/offers.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "words/array.h"
#include "words/errnos.h"
#include "words/filter.h"
#include "words/signals.h"
#include "words/sizes.h"
#include "words/syscalls.h"

bool offer(const struct completion *completion, const char *candidate)
{
	if (strncasecmp(
		    candidate, completion->part, strlen(completion->part)) != 0)
		return false;
	printf("%.*s%.*s%s\n", (int)completion->lead_length, completion->lead,
		(int)completion->list_length, completion->list, candidate);
	return true;
}

/* The same completion for the last member of a list. */
static struct completion last_of_list(
	const struct completion *completion, const char *separators)
{
	struct completion last = *completion;
	const char *at = completion->part + strlen(completion->part);

	while (at > completion->part && !strchr(separators, at[-1]))
		at--;
	last.list = completion->part;
	last.list_length = (size_t)(at - completion->part);
	last.part = at;
	return last;
}

/* Offer a family's names, in lower case or as the headers write them. */
static bool offer_family(const struct completion *completion,
	const struct names *names, bool prefixed)
{
	char full[64];
	bool any = false;

	for (size_t i = 0; i < names->count; i++) {
		snprintf(full, sizeof(full), "%s%s",
			prefixed ? names->prefix : "", names->list[i].name);
		for (char *p = full; *p && !prefixed; p++)
			*p = (char)tolower((unsigned char)*p);
		any |= offer(completion, full);
	}
	return any;
}

/* Names within a list: "private,an" offers "private,anonymous". */
static void offer_names(
	const struct completion *completion, const struct names *names)
{
	bool choice = names_is_choice(names);
	struct completion last =
		choice ? *completion : last_of_list(completion, ",|+");
	static const char *const letters[] = {"rw", "rx", "rwx"};
	bool any = offer_family(&last, names, false);

	for (int i = 0; names == &names_prot && i < 3; i++)
		any |= offer(&last, letters[i]);
	if (!any && *names->prefix)
		offer_family(&last, names, true);
}

/* A name of a system call, then an errno. */
void offer_filter(
	const struct completion *completion, const struct param *param)
{
	struct completion last = last_of_list(completion, ",=");
	bool named = last.part > completion->part && last.part[-1] == '=';
	const char *name;

	(void)param;
	for (size_t i = 0; !named && (name = syscall_at(i)); i++)
		if (!filter_is_needed(name))
			offer(&last, name);
	for (size_t i = 0; named && (name = errno_at(i)); i++)
		offer(&last, name);
	if (named) {
		offer(&last, "kill");
		offer(&last, "trap");
	}
}

void offer_flags(const struct completion *completion, const struct param *param)
{
	offer_names(completion, param->names);
}

/* "NAME.1" and so on, for a step that makes several; also the last one. */
static void offer_blocks(
	const struct completion *completion, size_t given, const char *end)
{
	uint64_t blocks = completion->given[given].blocks;
	char item[112];

	for (uint64_t n = 1; n <= blocks; n++) {
		if (n == BLOCKS_OFFERED)
			n = blocks;
		snprintf(item, sizeof(item), "%.64s.%" PRIu64 "%s",
			completion->given[given].name, n, end);
		offer(completion, item);
	}
}

static void offer_given(
	const struct completion *completion, enum made_kind kind)
{
	bool dotted = strchr(completion->part, '.') != NULL;

	for (size_t i = 0; i < completion->given_count; i++) {
		if (completion->given[i].kind != kind)
			continue;
		if (dotted && made_type(kind)->has_blocks)
			offer_blocks(completion, i, "");
		else
			offer(completion, completion->given[i].name);
	}
}

void offer_regions(
	const struct completion *completion, const struct param *param)
{
	(void)param;
	offer_given(completion, MADE_MEMORY);
}

static void offer_processes(const struct completion *completion)
{
	offer(completion, FIRST_PROCESS);
	offer_given(completion, MADE_PROCESS);
	offer_given(completion, MADE_THREAD);
}

void offer_files(const struct completion *completion, const struct param *param)
{
	(void)param;
	offer_given(completion, MADE_FILE);
}

void offer_addresses(
	const struct completion *completion, const struct param *param)
{
	const char *place;
	char end[80];
	const char *dot = strchr(completion->part, '.');
	bool dotted = dot != NULL;

	(void)param;
	for (unsigned i = 0; (place = address_well_known(i)); i++) {
		snprintf(end, sizeof(end), "%s.end", place);
		offer(completion, dotted ? end : place);
	}
	for (size_t i = 0; i < completion->given_count; i++) {
		snprintf(end, sizeof(end), "%s.end", completion->given[i].name);
		if (!made_type(completion->given[i].kind)->has_memory)
			continue;
		offer(completion, dotted ? end : completion->given[i].name);
		if (dotted)
			offer_blocks(completion, i,
				strchr(dot + 1, '.') ? ".end" : "");
	}
}

/* "SIGSEGV:" offers the codes of this signal. */
static void offer_codes(const struct completion *completion, const char *colon)
{
	char signal[16], full[48];
	const char *code;

	snprintf(signal, sizeof(signal), "%.*s",
		(int)(colon - completion->part), completion->part);
	for (size_t i = 0; (code = signal_code_at(signal_number(signal), i));
		i++) {
		snprintf(full, sizeof(full), "%s:%s", signal, code);
		offer(completion, full);
	}
}

void offer_outcome(
	const struct completion *completion, const struct param *param)
{
	const char *colon = strchr(completion->part, ':');
	const char *name;

	(void)param;
	if (colon) {
		offer_codes(completion, colon);
		return;
	}
	offer(completion, "ok");
	offer(completion, "fail");
	offer(completion, "signal");
	for (size_t i = 0; (name = errno_at(i)); i++)
		offer(completion, name);
	for (size_t i = 0; (name = signal_at(i)); i++)
		offer(completion, name);
}

static void offer_outcomes(const struct completion *completion)
{
	struct completion last = last_of_list(completion, ",");

	offer_outcome(&last, NULL);
	offer(&last, "timeout");
}

void offer_calls(const struct completion *completion, const struct param *param)
{
	(void)param;
	for (size_t i = 0; completion->cli->table[i]; i++)
		if (!command_is_inspection(completion->cli->table[i]))
			offer(completion, completion->cli->table[i]->name);
}

void offer_causes(
	const struct completion *completion, const struct param *param)
{
	const char *cause;

	(void)param;
	for (size_t i = 0; (cause = cause_at(completion->cli, i)); i++)
		offer(completion, cause);
}

static void offer_words(
	const struct completion *completion, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		offer(completion, words[i]);
}

void offer_self(const struct completion *completion, const struct param *param)
{
	(void)param;
	offer(completion, "self");
}

void offer_sizes(const struct completion *completion, const struct param *param)
{
	(void)param;
	offer_words(completion, sizes_words);
}

/* Options that are not parameters and accept one of a few words. */
static const struct {
	const char *option;
	const char *const *words;
} worded[] = {
	{"color", color_words},
	{"memory", memory_words},
	{"pages-by", pages_by_words},
	{"hold", hold_words},
};

void offer_option_values(const struct completion *completion,
	const struct command *command, const char *option)
{
	int at = command ? command_find_param(command, option) : -1;

	if (at >= 0)
		offer_values(completion, command->params[at]);
	else if (strcmp(option, "on") == 0)
		offer_given(completion, command_acts_on(command));
	else if (strcmp(option, "in") == 0)
		offer_processes(completion);
	else if (strcmp(option, "expect") == 0)
		offer_outcomes(completion);
	else if (strcmp(option, "assert") == 0 || strcmp(option, "assume") == 0)
		offer_facts(completion, command);
	else if (strcmp(option, "example") == 0)
		offer_examples(completion, NULL);
	else if (strcmp(option, "set") == 0)
		offer_variables(completion);
	else if (strcmp(option, "open") == 0)
		offer_names(completion, &names_open);
	for (size_t i = 0; at < 0 && i < ARRAY_SIZE(worded); i++)
		if (strcmp(option, worded[i].option) == 0)
			offer_words(completion, worded[i].words);
}
