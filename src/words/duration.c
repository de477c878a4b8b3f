/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A duration as typed: "10us", "1.5ms". */
#include <stdlib.h>
#include <string.h>

#include "words/array.h"
#include "words/comparison.h"

static const struct unit {
	const char *text;
	uint64_t ns;
} units[] = {
	{"", 1},
	{"ns", 1},
	{"us", 1000},
	{"ms", 1000000},
	{"s", 1000000000},
};

static bool refuse(const char *word, struct complaint *why)
{
	return complain(why, word,
		"'%s' is not a duration; a number with ns, us, ms or s is "
		"accepted, such as 10us or 1.5ms",
		word);
}

/* The digits after the point are parts of UNIT. */
static uint64_t fraction_ns(const char *digits, size_t length, uint64_t unit)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < length && unit; i++) {
		unit /= 10;
		sum += unit * (uint64_t)(digits[i] - '0');
	}
	return sum;
}

bool duration_parse(const char *word, uint64_t *ns, struct complaint *why)
{
	static const char digits[] = "0123456789";
	size_t whole = strspn(word, digits), part = 0;
	bool pointed = word[whole] == '.';
	const char *rest = word + whole + pointed;
	uint64_t number;

	if (pointed)
		part = strspn(rest, digits);
	rest += part;
	/* 18 digits fit in 64 bits. */
	if (!whole || whole > 18 || (pointed && !part))
		return refuse(word, why);
	number = strtoull(word, NULL, 10);
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strcmp(rest, units[i].text) != 0)
			continue;
		if (number > INT64_MAX / units[i].ns - 1)
			return refuse(word, why);
		*ns = number * units[i].ns +
		      fraction_ns(word + whole + 1, part, units[i].ns);
		return true;
	}
	return refuse(word, why);
}
