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

/* A word, split: "mlock", "ENOMEM,EPERM"; each ends where its length says. */
struct word {
	const char *command, *outcomes;
	size_t command_length, outcomes_length;
};

static bool next_word(const char **at, struct word *word)
{
	const char *end = strchrnul(*at, ' ');
	const char *equals = memchr(*at, '=', (size_t)(end - *at));

	if (!equals)
		return false;
	*word = (struct word){.command = *at,
		.command_length = (size_t)(equals - *at),
		.outcomes = equals + 1,
		.outcomes_length = (size_t)(end - equals - 1)};
	*at = end + strspn(end, " ");
	return true;
}

static bool copy(char *to, size_t size, const char *from, size_t length)
{
	if (length >= size)
		return false;
	memcpy(to, from, length);
	to[length] = '\0';
	return true;
}

static bool read_word(const struct word *word, struct condition *condition)
{
	char outcomes[256];

	if (!copy(condition->command, sizeof(condition->command), word->command,
		    word->command_length) ||
		!copy(outcomes, sizeof(outcomes), word->outcomes,
			word->outcomes_length))
		return false;
	return outcome_parse(outcomes, &condition->outcomes, NULL);
}

bool why_condition(const char **at, struct condition *condition)
{
	const char *behind = *at;
	struct word word;

	if (!next_word(&behind, &word) || !read_word(&word, condition))
		return false;
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
static bool is_like(
	const struct command *command, const char *name, size_t length)
{
	for (; command; command = command_kind(command)->like)
		if (strncmp(command->name, name, length) == 0 &&
			command->name[length] == '\0')
			return true;
	return false;
}

/*
 * Whether '*' before OUTCOMES means COMMAND: it means any command that can fail
 * so; one without a system call can only end by a signal.
 */
static bool can_end_so(
	const struct command *command, const struct expectation *outcomes)
{
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
			is_like(calls[i], condition->command,
				strlen(condition->command)) &&
			index-- == 0)
			return calls[i];
	return NULL;
}

bool why_concerns(
	const struct condition *condition, const struct command *command)
{
	if (strcmp(condition->command, "*") == 0)
		return can_end_so(command, &condition->outcomes);
	return is_like(command, condition->command, strlen(condition->command));
}

bool why_condition_of(const char **at, const struct command *command,
	struct condition *condition)
{
	struct word word;

	while (next_word(at, &word)) {
		/* Most words name other commands, which is cheap to check. */
		if (*word.command != '*' &&
			!is_like(command, word.command, word.command_length))
			continue;
		if (read_word(&word, condition) &&
			why_concerns(condition, command))
			return true;
	}
	return false;
}

bool why_applies(const struct cause_row *row, const struct command *command,
	const struct outcome *outcome)
{
	const char *at = row->when;
	struct condition condition;

	/* Most steps succeed, and few rows are about that. */
	if (outcome->kind == OUTCOME_OK && !strstr(at, "=ok") &&
		!strstr(at, ",ok"))
		return false;
	while (why_condition_of(&at, command, &condition))
		if (outcome_meets(outcome, &condition.outcomes))
			return true;
	return false;
}
