/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a row can hold: "mlock=ENOMEM,EPERM *=SIGBUS", a condition a word. */
#include <signal.h>
#include <string.h>

#include "why/why.h"
#include "words/array.h"

/* A word as it stands: "mlock", "ENOMEM,EPERM". */
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

/* What is done without a system call can end by a signal alone. */
static bool makes_no_call(const char *command)
{
	static const char *const names[] = {
		"touch", "peek", "poke", "alloca", "pagesize"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcmp(names[i], command) == 0)
			return true;
	return false;
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

/* Whether what stands before a '=' means COMMAND; '*' means any that can. */
static bool means(const char *word, const struct expectation *outcomes,
	const struct command *command)
{
	if (strcmp(word, "*") != 0)
		return strcmp(word, command->name) == 0;
	/* It tells of no errno but its own; what its calls died of shows. */
	if (command_has_trait(command, CALL_USES_HEAP))
		return has_a_signal(outcomes);
	return !makes_no_call(command->name) || has_a_fault(outcomes);
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

		/* Most words are of other commands: cheap to see. */
		if (*word.command != '*' &&
			strcmp(word.command, command->name) != 0)
			continue;
		if (outcome_parse(word.outcomes, &outcomes, NULL) &&
			means(word.command, &outcomes, command) &&
			outcome_meets(outcome, &outcomes))
			return true;
	}
	return false;
}
