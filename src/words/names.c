/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/names.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words/number.h"
#include "words/suggest.h"

static const struct name *find(const struct names *names, const char *word)
{
	size_t prefix = strlen(names->prefix);

	if (strncasecmp(word, names->prefix, prefix) == 0)
		word += prefix;
	for (size_t i = 0; i < names->count; i++)
		if (strcasecmp(names->list[i].name, word) == 0)
			return &names->list[i];
	return NULL;
}

static bool unknown(
	const struct names *names, const char *word, struct complaint *why)
{
	size_t prefix = strlen(names->prefix);
	bool prefixed = strncasecmp(word, names->prefix, prefix) == 0;
	struct suggestion s = suggest_for(prefixed ? word + prefix : word);
	char full[64];

	if (names->count == 0)
		return complain(why, word,
			"'%s' is not a valid %s: none has a name, give a "
			"number",
			word, names->what);
	complain(why, word, "'%s' is not a valid %s; %s (see --help)", word,
		names->what,
		*names->prefix ? "names and numbers are accepted"
			       : "one of its names is accepted");
	for (size_t i = 0; i < names->count; i++)
		suggest_offer(&s, names->list[i].name);
	if (s.best) {
		snprintf(full, sizeof(full), "%s%s",
			prefixed ? names->prefix : "", s.best);
		/* In the case that was typed. */
		for (char *p = full; *p && islower((unsigned char)*word); p++)
			*p = (char)tolower((unsigned char)*p);
		complain_suggest(why, full);
	}
	return false;
}

enum { CLAIMS_MAX = 32 };

/* What was read so far: the value, and the fields that names claimed. */
struct name_reading {
	uint64_t value;
	const struct name *claims[CLAIMS_MAX];
	size_t count;
};

/*
 * A field has one value; the kernel would see the two OR-ed into a third.  So
 * it would with a flag inside another field (MAP_UNINITIALIZED is a bit of the
 * huge-page sizes).
 */
static bool conflict(const struct name *a, const struct name *b)
{
	if (a->mask == b->mask)
		return a->value != b->value;
	return a->value && b->value &&
	       ((a->value ^ b->value) & a->mask & b->mask) != 0;
}

static bool claim(const struct names *names, struct name_reading *reading,
	const struct name *name, const char *word, struct complaint *why)
{
	for (size_t i = 0; i < reading->count; i++) {
		const struct name *other = reading->claims[i];

		if (conflict(other, name))
			return complain(why, word,
				"%s%s and %s%s exclude each other: "
				"together they would be a third value; "
				"give one of them, or a number",
				names->prefix, other->name, names->prefix,
				name->name);
	}
	if (reading->count == CLAIMS_MAX)
		return complain(why, word,
			"'%s' is one name too many; at most %d are accepted",
			word, (int)CLAIMS_MAX);
	reading->claims[reading->count++] = name;
	reading->value |= name->value;
	return true;
}

/* Whether names can express all of VALUE. */
static bool has_name(const struct names *names, uint64_t value)
{
	uint64_t left = value;

	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		if ((value & name->mask) != name->value)
			continue;
		left &= ~name->value;
		if (left == 0)
			return true;
	}
	return false;
}

static bool read_word(const struct names *names, struct name_reading *reading,
	const char *word, struct complaint *why)
{
	const struct name *name = find(names, word);
	uint64_t value;

	if (name)
		return claim(names, reading, name, word, why);
	if (number_begins(word)) {
		if (!number_parse_bits(word, &value, why))
			return false;
		/* memtool's own words: no kernel could refuse a wrong one. */
		if (!*names->prefix && names->count && !has_name(names, value))
			return unknown(names, word, why);
		reading->value |= value;
		return true;
	}
	if (names->shorthand && names->shorthand(word, &value)) {
		reading->value |= value;
		return true;
	}
	return unknown(names, word, why);
}

/* Read the names at AT; TEXT is all of it, for a complaint. */
static bool read_list(const struct names *names, struct name_reading *reading,
	const char *text, const char *at, struct complaint *why)
{

	for (;;) {
		size_t length = strcspn(at, ",|");
		char *word;
		bool good;

		if (length == 0)
			return complain(why, text,
				"'%s': missing %s; names or numbers joined "
				"by ',' or '|' are accepted",
				text, names->what);
		word = strndup(at, length);
		if (!word)
			return complain_system(why, names->what, ENOMEM);
		good = read_word(names, reading, word, why);
		free(word);
		if (!good)
			return false;
		at += length;
		if (*at == '\0')
			return true;
		at++;
	}
}

bool names_parse(const struct names *names, const char *text, const char *base,
	uint64_t *value, struct complaint *why)
{
	struct name_reading reading = {0};

	if (*text == '+') {
		if (!base)
			return complain(why, text,
				"'%s': there is no default for '+' to add "
				"to; give the %ss without it",
				text, names->what);
		if (!read_list(names, &reading, base, base, why))
			return false;
	}
	if (!read_list(names, &reading, text, text + (*text == '+'), why))
		return false;
	*value = reading.value;
	return true;
}

/* A mask of 0: the name can be typed but is never shown (MAP_FILE). */
static bool holds(const struct name *name, uint64_t value)
{
	return name->mask && (value & name->mask) == name->value;
}

static size_t append(char *text, size_t size, size_t used, const char *prefix,
	const char *name)
{
	int n = snprintf(text + used, size - used, "%s%s%s", used ? "|" : "",
		prefix, name);

	if (n < 0 || (size_t)n >= size - used)
		return size - 1;
	return used + (size_t)n;
}

/*
 * Whether these bits belong to a number: MAP_UNINITIALIZED is a part of the
 * size that MAP_HUGETLB asks for.
 */
static bool is_in_number(
	const struct names *names, const struct name *name, uint64_t value)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct name *other = &names->list[i];

		if (other->mask != name->mask &&
			(other->mask & name->mask) == name->mask &&
			other->mask != NAMES_WHOLE && value & other->needs)
			return true;
	}
	return false;
}

void names_format(
	const struct names *names, uint64_t value, char *text, size_t size)
{
	uint64_t left = value;
	size_t used = 0;
	char hex[32];

	text[0] = '\0';
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];
		bool zero = name->value == 0;

		if (!holds(name, value) || (zero && used) ||
			is_in_number(names, name, value))
			continue;
		if (!zero && (left & name->value) != name->value)
			continue; /* an alias: its bits were printed already */
		used = append(text, size, used, names->prefix, name->name);
		left &= ~name->value;
	}
	if (left || used == 0) {
		snprintf(hex, sizeof(hex), left ? "0x%llx" : "0",
			(unsigned long long)left);
		append(text, size, used, "", hex);
	}
}

bool names_is_choice(const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (names->list[i].mask != NAMES_WHOLE)
			return false;
	return true;
}

bool version_older(const char *a, const char *b)
{
	char *at_a, *at_b;
	unsigned long major_a = strtoul(a, &at_a, 10);
	unsigned long major_b = strtoul(b, &at_b, 10);

	if (major_a != major_b)
		return major_a < major_b;
	return strtoul(*at_a ? at_a + 1 : at_a, NULL, 10) <
	       strtoul(*at_b ? at_b + 1 : at_b, NULL, 10);
}

const char *names_since(const struct names *names, uint64_t value)
{
	const struct name *name = NULL;
	const char *newest = NULL;

	while ((name = names_next(names, name, value)))
		if (*name->since &&
			(!newest || version_older(newest, name->since)))
			newest = name->since;
	return newest;
}

const struct name *names_next(
	const struct names *names, const struct name *name, uint64_t value)
{
	const struct name *end = names->list + names->count;

	for (name = name ? name + 1 : names->list; name < end; name++)
		if (name->value && holds(name, value))
			return name;
	return NULL;
}

uint64_t names_with(
	const struct names *names, uint64_t value, enum flag_trait trait)
{
	const struct name *name = NULL;
	uint64_t bits = 0;

	while ((name = names_next(names, name, value)))
		if (name->traits & trait)
			bits |= name->value;
	return bits;
}
