/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words/array.h"

#define ACCEPTED                                                               \
	"accepted are decimal or 0x numbers with k, m, g, t (KiB...), kB, "    \
	"MB, "                                                                 \
	"GB, TB, PiB, p (pages) or hp (huge pages)"

struct suffix {
	const char *text;
	uint64_t factor;
};

/* Compared without regard to case: "4M", "4m", "4MiB", "4mib". */
static const struct suffix suffixes[] = {
	{"k", 1ULL << 10},
	{"kib", 1ULL << 10},
	{"kb", 1000},
	{"m", 1ULL << 20},
	{"mib", 1ULL << 20},
	{"mb", 1000000},
	{"g", 1ULL << 30},
	{"gib", 1ULL << 30},
	{"gb", 1000000000},
	{"t", 1ULL << 40},
	{"tib", 1ULL << 40},
	{"tb", 1000000000000},
	{"pib", 1ULL << 50},
};

bool number_begins(const char *word)
{
	return isdigit((unsigned char)word[word[0] == '-']);
}

/* The digits at the start of WORD; *END is what follows them. */
static bool digits(const char *word, const char **end, uint64_t *value,
	struct complaint *why)
{
	int base = 10;
	const char *at = word;
	char *after;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
		if (!isxdigit((unsigned char)*at))
			return complain(why, word,
				"'%s': no hexadecimal digit after 0x", word);
	} else if (!isdigit((unsigned char)*at)) {
		return complain(
			why, word, "'%s' is not a number; " ACCEPTED, word);
	} else if (at[0] == '0' && isdigit((unsigned char)at[1])) {
		return complain(why, word,
			"'%s': a leading zero could mean octal; write "
			"decimal without it, or 0x",
			word);
	}
	errno = 0;
	*value = strtoull(at, &after, base);
	if (errno == ERANGE)
		return complain(why, word,
			"'%s' does not fit in 64 bits; at most "
			"18446744073709551615 is accepted",
			word);
	*end = after;
	return true;
}

static bool factor_of(const char *word, const char *suffix,
	const struct units *units, uint64_t *factor, struct complaint *why)
{
	*factor = 1;
	if (*suffix == '\0')
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (strcasecmp(suffix, suffixes[i].text) == 0) {
			*factor = suffixes[i].factor;
			return true;
		}
	if (strcmp(suffix, "p") == 0) {
		*factor = units->page;
		return true;
	}
	if (strcmp(suffix, "P") == 0)
		return complain(why, word,
			"'%s': P could mean pages or PiB; write p for "
			"pages, PiB for 1024^5 bytes",
			word);
	if (strcmp(suffix, "hp") == 0) {
		*factor = units->huge_page ? units->huge_page() : 0;
		if (*factor)
			return true;
		return complain(why, word,
			"'%s': this kernel has no huge pages; give bytes",
			word);
	}
	return complain(why, word, "'%s': unknown suffix '%s'; " ACCEPTED, word,
		suffix);
}

bool number_parse_size(const char *word, const struct units *units,
	uint64_t *value, struct complaint *why)
{
	uint64_t number, factor;
	const char *suffix;

	if (*word == '\0')
		return complain(why, word, "the number is empty; " ACCEPTED);
	if (*word == '-' && number_begins(word))
		return complain(why, word,
			"'%s' is negative; 0 to 18446744073709551615 is "
			"accepted",
			word);
	if (!digits(word, &suffix, &number, why) ||
		!factor_of(word, suffix, units, &factor, why))
		return false;
	if (number > UINT64_MAX / factor)
		return complain(why, word,
			"'%s' does not fit in 64 bits; at most "
			"18446744073709551615 is accepted",
			word);
	*value = number * factor;
	return true;
}

bool number_parse_signed(const char *word, const struct units *units,
	int64_t *value, struct complaint *why)
{
	bool negative = *word == '-';
	uint64_t magnitude;

	if (!number_parse_size(word + negative, units, &magnitude, why)) {
		if (negative)
			complain(why, word,
				"'%s' is not a number that fits; " ACCEPTED,
				word);
		return false;
	}
	if (magnitude > (uint64_t)INT64_MAX + negative)
		return complain(why, word,
			"'%s' does not fit; -9223372036854775808 to "
			"9223372036854775807 is accepted",
			word);
	*value = (int64_t)(negative ? 0 - magnitude : magnitude);
	return true;
}

bool number_parse_bits(const char *word, uint64_t *value, struct complaint *why)
{
	bool negative = *word == '-';
	const char *rest;
	uint64_t magnitude;

	if (!digits(word + negative, &rest, &magnitude, why))
		return false;
	if (*rest || (negative && magnitude > (uint64_t)INT64_MAX + 1))
		return complain(why, word,
			"'%s' is not a number; decimal or 0x without a "
			"suffix is accepted",
			word);
	*value = negative ? 0 - magnitude : magnitude;
	return true;
}

bool number_parse_int(const char *word, int64_t *value, struct complaint *why)
{
	uint64_t bits;

	if (!number_begins(word))
		return complain(why, word,
			"'%s' is not a number; -2147483648 to 2147483647 "
			"is accepted",
			word);
	if (!number_parse_bits(word, &bits, why))
		return false;
	if ((int64_t)bits != (int32_t)bits ||
		(*word != '-') != ((int64_t)bits >= 0))
		return complain(why, word,
			"'%s' is not a C int; -2147483648 to 2147483647 is "
			"accepted",
			word);
	*value = (int64_t)bits;
	return true;
}

bool number_parse_mode(const char *word, uint64_t *value, struct complaint *why)
{
	size_t length = strspn(word, "01234567");

	if (length == 0 || length > 6 || word[length])
		return complain(why, word,
			"'%s' is not a file mode; octal digits as for "
			"chmod are accepted (644)",
			word);
	*value = strtoull(word, NULL, 8);
	return true;
}

/* Nine digits on each side: thirty years, and a nanosecond. */
bool number_parse_seconds(const char *word, int64_t *ns)
{
	const char *point = strchr(word, '.');
	size_t whole = point ? (size_t)(point - word) : strlen(word);
	const char *fraction = point ? point + 1 : "0";
	size_t length = strlen(fraction);
	int64_t value = 0;

	/* SECONDS_MOST has nine digits. */
	if (whole == 0 || whole > 9 || (*word == '0' && whole > 1) ||
		length == 0 || length > 9 ||
		strspn(word, "0123456789") != whole ||
		strspn(fraction, "0123456789") != length)
		return false;
	for (size_t i = 0; i < whole; i++)
		value = 10 * value + (word[i] - '0');
	for (size_t i = 0; i < 9; i++)
		value = 10 * value + (i < length ? fraction[i] - '0' : 0);
	*ns = value;
	return true;
}
