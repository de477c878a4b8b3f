/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a row can hold: "mlock=ENOMEM,EPERM *=SIGBUS", a condition a word. */
#include <string.h>

#include "why/why.h"

bool why_condition(const char **at, struct condition *condition)
{
	size_t length = strcspn(*at, " ");
	const char *equals = memchr(*at, '=', length);
	struct complaint ignored;
	char outcomes[256];

	if (!equals)
		return false;
	snprintf(condition->command, sizeof(condition->command), "%.*s",
		(int)(equals - *at), *at);
	snprintf(outcomes, sizeof(outcomes), "%.*s",
		(int)(*at + length - equals - 1), equals + 1);
	if (!outcome_parse(outcomes, &condition->outcomes, &ignored))
		return false;
	*at += length;
	*at += strspn(*at, " ");
	return true;
}

bool why_concerns(const struct condition *condition, const char *command)
{
	return strcmp(condition->command, "*") == 0 ||
	       strcmp(condition->command, command) == 0;
}

bool why_applies(const struct cause_row *row, const char *command,
	const struct outcome *outcome)
{
	const char *at = row->when;
	struct condition condition;

	while (why_condition(&at, &condition))
		if (why_concerns(&condition, command) &&
			outcome_meets(outcome, &condition.outcomes))
			return true;
	return false;
}
