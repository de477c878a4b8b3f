/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/comparison.h"

#include <string.h>

#define ACCEPTED "accepted are =, !=, <, <=, > and >="

const char *const operation_words[OPERATIONS] = {
	[IS_EQUAL] = "=",
	[IS_UNEQUAL] = "!=",
	[IS_LESS] = "<",
	[IS_AT_MOST] = "<=",
	[IS_MORE] = ">",
	[IS_AT_LEAST] = ">=",
};

struct integer integer_of_signed(int64_t number)
{
	bool negative = number < 0;

	return (struct integer){
		negative, negative ? 0 - (uint64_t)number : (uint64_t)number};
}

int integer_compare(struct integer a, struct integer b)
{
	int bigger = (a.magnitude > b.magnitude) - (a.magnitude < b.magnitude);

	if (!a.magnitude && !b.magnitude)
		return 0;
	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	return a.negative ? -bigger : bigger;
}

/* The longest operation at the start of TEXT. */
static bool find_operation(const char *text, enum operation *operation)
{
	size_t longest = 0;

	for (int i = 0; i < OPERATIONS; i++) {
		size_t length = strlen(operation_words[i]);

		if (length <= longest ||
			strncmp(text, operation_words[i], length) != 0)
			continue;
		longest = length;
		*operation = (enum operation)i;
	}
	return longest > 0;
}

static void cut_spaces(char *from, char *end)
{
	while (end > from && end[-1] == ' ')
		*--end = '\0';
}

bool comparison_cut(char *text, char **fact, enum operation *operation,
	char **value, struct complaint *why)
{
	size_t length = strcspn(text, "=!<>");
	char *at = text + length;

	if (!*at)
		return complain(why, text,
			"'%s' has no operator; FACT=VALUE is accepted, and "
			"!=, <, <=, > and >=",
			text);
	if (!length)
		return complain(why, text,
			"'%s' has no fact before its operator; FACT=VALUE is "
			"accepted, such as faults=0",
			text);
	if (!find_operation(at, operation))
		return complain(why, text,
			"'%s': '!' is not an operator; " ACCEPTED, text);
	*value = at + strlen(operation_words[*operation]);
	*value += strspn(*value, " ");
	if (strchr("=!<>", **value))
		return complain(why, text,
			**value ? "'%s' has two operators; " ACCEPTED
				: "'%s' has no value after its operator",
			text);
	*at = '\0';
	cut_spaces(text, at);
	cut_spaces(*value, *value + strlen(*value));
	*fact = text;
	return true;
}

static bool parse_integer(const char *word, enum value_form form,
	const struct units *units, struct integer *integer,
	struct complaint *why)
{
	bool sign = *word == '-' || *word == '+';

	integer->negative = *word == '-';
	if (form == FORM_DURATION)
		return duration_parse(word, &integer->magnitude, why);
	if (strcmp(word, "unlimited") == 0) {
		integer->magnitude = UINT64_MAX;
		return true;
	}
	return number_parse_size(word + sign, units, &integer->magnitude, why);
}

static bool parse_range(char *word, char *dots, enum value_form form,
	const struct units *units, struct accepted *accepted,
	struct complaint *why)
{
	char *to = dots + 2;

	accepted->has_from = dots != word;
	accepted->has_to = *to != '\0';
	if (!accepted->has_from && !accepted->has_to)
		return complain(why, word,
			"'..' has no ends; A..B, A.. and ..B are accepted");
	*dots = '\0';
	if ((accepted->has_from &&
		    !parse_integer(word, form, units, &accepted->from, why)) ||
		(accepted->has_to &&
			!parse_integer(to, form, units, &accepted->to, why)))
		return false;
	if (accepted->has_from && accepted->has_to &&
		integer_compare(accepted->from, accepted->to) > 0)
		return complain(why, word,
			"'%s..%s' is empty; the smaller end is first", word,
			to);
	return true;
}

static bool parse_one(char *word, enum value_form form,
	const struct units *units, struct comparison *comparison,
	struct complaint *why)
{
	bool ordered = comparison->operation > IS_UNEQUAL;
	struct accepted *accepted = &comparison->any_of[comparison->count++];
	char *dots = strstr(word, "..");

	*accepted = (struct accepted){0};
	if (!*word)
		return complain(why, word, "a value is empty");
	if (form == FORM_WORD) {
		accepted->word = word;
		return !ordered ||
		       complain(why, word,
			       "'%s' is a word, which has no order; = and != "
			       "are accepted",
			       word);
	}
	if (dots && ordered)
		return complain(why, word,
			"'%s' is a range; = and != are accepted with it", word);
	if (dots)
		return parse_range(word, dots, form, units, accepted, why);
	if (!parse_integer(word, form, units, &accepted->from, why))
		return false;
	accepted->to = accepted->from;
	accepted->has_from = accepted->has_to = true;
	return true;
}

bool comparison_parse(char *value, enum value_form form,
	const struct units *units, struct comparison *comparison,
	struct complaint *why)
{
	comparison->count = 0;
	for (char *next = value; next; value = next) {
		next = strchr(value, ',');
		if (next)
			*next++ = '\0';
		if (comparison->count == ACCEPTED_MOST)
			return complain(why, value, "'%s': more than %d values",
				value, ACCEPTED_MOST);
		if (!parse_one(value, form, units, comparison, why))
			return false;
	}
	if (comparison->count > 1 && comparison->operation > IS_UNEQUAL)
		return complain(why, NULL,
			"several values; = and != are accepted with them");
	return true;
}

static bool is_within(const struct accepted *accepted, struct integer got)
{
	return !accepted->word &&
	       (!accepted->has_from ||
		       integer_compare(got, accepted->from) >= 0) &&
	       (!accepted->has_to || integer_compare(got, accepted->to) <= 0);
}

bool comparison_meets_integer(const struct comparison *c, struct integer got)
{
	int order = integer_compare(got, c->any_of[0].from);
	bool any = false;

	for (size_t i = 0; i < c->count; i++)
		any |= is_within(&c->any_of[i], got);
	switch (c->operation) {
	case IS_LESS:
		return order < 0;
	case IS_AT_MOST:
		return order <= 0;
	case IS_MORE:
		return order > 0;
	case IS_AT_LEAST:
		return order >= 0;
	default:
		return any == (c->operation == IS_EQUAL);
	}
}

bool comparison_meets_word(const struct comparison *c, const char *got)
{
	bool any = false;

	for (size_t i = 0; i < c->count; i++)
		any |= c->any_of[i].word && strcmp(c->any_of[i].word, got) == 0;
	return any == (c->operation == IS_EQUAL);
}
