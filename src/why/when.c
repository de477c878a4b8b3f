/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a row can hold: "mlock=ENOMEM,EPERM *=SIGBUS", a condition a word. */
#include <string.h>

#include "why/why.h"

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
	struct complaint ignored;
	struct word word;

	if (!next_word(&behind, &word) ||
		!outcome_parse(word.outcomes, &condition->outcomes, &ignored))
		return false;
	memcpy(condition->command, word.command, sizeof(word.command));
	*at = behind;
	return true;
}

static bool is_of(const char *command, const char *name)
{
	return strcmp(command, "*") == 0 || strcmp(command, name) == 0;
}

bool why_concerns(const struct condition *condition, const char *command)
{
	return is_of(condition->command, command);
}

bool why_applies(const struct cause_row *row, const char *command,
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
		struct complaint ignored;

		if (is_of(word.command, command) &&
			outcome_parse(word.outcomes, &outcomes, &ignored) &&
			outcome_meets(outcome, &outcomes))
			return true;
	}
	return false;
}
