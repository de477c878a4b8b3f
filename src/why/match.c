/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When a row can hold: "mlock=ENOMEM,EPERM *=SIGBUS", one condition per word.
 */
#include <signal.h>
#include <string.h>

#include "calls/calls.h"
#include "why/why.h"
#include "words/array.h"

#define ADDRESS_OF(name) &command_##name,

/* A word, split: "mlock", "ENOMEM,EPERM". */
struct word {
	char command[32], outcomes[256];
};

static bool next_word(const char **at, struct word *word)
{
	size_t length = strcspn(*at, " ");
	const char *equals = memchr(*at, '=', length);

	if (!equals)
		return false;
	snprintf(word->command, sizeof(word->command), "%.*s",
		(int)(equals - *at), *at);
	snprintf(word->outcomes, sizeof(word->outcomes), "%.*s",
		(int)(*at + length - equals - 1), equals + 1);
	*at += length;
	*at += strspn(*at, " ");
	return true;
}

bool why_condition(const char **at, struct condition *condition)
{
	const char *behind = *at;
	struct word word;

	if (!next_word(&behind, &word) ||
		!outcome_parse(word.outcomes, &condition->outcomes, NULL))
		return false;
	memcpy(condition->command, word.command, sizeof(word.command));
	*at = behind;
	return true;
}

static bool has_a_fault(const struct expectation *outcomes)
{
	for (size_t i = 0; i < outcomes->count; i++)
		if (outcomes->any_of[i].kind == OUTCOME_SIGNAL &&
			outcomes->any_of[i].number != SIGSYS)
			return true;
	return false;
}

static bool has_a_signal(const struct expectation *outcomes)
{
	for (size_t i = 0; i < outcomes->count; i++)
		if (outcomes->any_of[i].kind == OUTCOME_SIGNAL)
			return true;
	return false;
}

/* Whether it is the call NAME, or fails in the same ways (.like). */
static bool is_like(const struct command *command, const char *name)
{
	for (; command; command = command_kind(command)->like)
		if (strcmp(command->name, name) == 0)
			return true;
	return false;
}

/*
 * Whether the word before a '=' means COMMAND. '*' means any command that can
 * fail so; one without a system call can only end by a signal.
 */
static bool means(const char *word, const struct expectation *outcomes,
	const struct command *command)
{
	if (strcmp(word, "*") != 0)
		return is_like(command, word);
	/* It reports its own errno only, but a signal in its calls shows. */
	if (command_has_trait(command, CALL_USES_HEAP))
		return has_a_signal(outcomes);
	return !command_has_trait(command, CALL_BY_INSTRUCTIONS) ||
	       has_a_fault(outcomes);
}

const struct command *why_like(const struct condition *condition, size_t index)
{
	static const struct command *const calls[] = {CALLS(ADDRESS_OF)};

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (strcmp(calls[i]->name, condition->command) != 0 &&
			is_like(calls[i], condition->command) && index-- == 0)
			return calls[i];
	return NULL;
}

bool why_concerns(
	const struct condition *condition, const struct command *command)
{
	return means(condition->command, &condition->outcomes, command);
}

bool why_applies(const struct cause_row *row, const struct command *command,
	const struct outcome *outcome)
{
	const char *at = row->when;
	struct word word;

	/* Most steps succeed, and few rows are about that. */
	if (outcome->kind == OUTCOME_OK && !strstr(at, "=ok") &&
		!strstr(at, ",ok"))
		return false;
	while (next_word(&at, &word)) {
		struct expectation outcomes;

		/* Most words name other commands, which is cheap to check. */
		if (*word.command != '*' && !is_like(command, word.command))
			continue;
		if (outcome_parse(word.outcomes, &outcomes, NULL) &&
			means(word.command, &outcomes, command) &&
			outcome_meets(outcome, &outcomes))
			return true;
	}
	return false;
}
