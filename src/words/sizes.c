/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/sizes.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/suggest.h"

const char *const sizes_words[] = {"uniform", "powers", "bimodal", NULL};

static bool find_kind(const char *word, size_t length, enum sizes_kind *kind)
{
	for (int i = 0; sizes_words[i]; i++)
		if (strlen(sizes_words[i]) == length &&
			strncmp(sizes_words[i], word, length) == 0) {
			*kind = (enum sizes_kind)i;
			return true;
		}
	return false;
}

static bool unknown(const char *word, struct complaint *why)
{
	struct suggestion s = suggest_for(word);

	complain(why, word,
		"'%s' is not a distribution of sizes; uniform:MIN..MAX, "
		"powers:MIN..MAX and bimodal are accepted",
		word);
	for (int i = 0; sizes_words[i]; i++)
		suggest_offer(&s, sizes_words[i]);
	complain_suggest(why, s.best);
	return false;
}

static bool parse_bound(const char *text, size_t length,
	const struct units *units, uint64_t *bound, struct complaint *why)
{
	char *word = strndup(text, length);
	bool good = word ? number_parse_size(word, units, bound, why)
			 : complain_system(why, "the sizes", ENOMEM);

	if (good && (*bound < 1 || *bound > SIZES_MOST))
		good = complain(why, word,
			"'%s' is not a valid block size; 1 to 1G is "
			"accepted",
			word);
	free(word);
	return good;
}

/* "16..4096" */
static bool parse_range(const char *text, const struct units *units,
	struct sizes *sizes, struct complaint *why)
{
	const char *dots = strstr(text, "..");

	if (!dots)
		return complain(why, text,
			"'%s' is not a range of sizes; MIN..MAX is "
			"accepted, such as 16..4096",
			text);
	if (!parse_bound(
		    text, (size_t)(dots - text), units, &sizes->least, why) ||
		!parse_bound(
			dots + 2, strlen(dots + 2), units, &sizes->most, why))
		return false;
	if (sizes->least > sizes->most)
		return complain(why, text,
			"'%s': the range ends before it begins; MIN..MAX "
			"is accepted",
			text);
	return true;
}

static bool is_power(uint64_t number)
{
	return (number & (number - 1)) == 0;
}

bool sizes_parse(const char *word, const struct units *units,
	struct sizes *sizes, struct complaint *why)
{
	size_t length = strcspn(word, ":");
	struct sizes parsed = {.least = 16, .most = 4096};

	if (!find_kind(word, length, &parsed.kind))
		return unknown(word, why);
	if (parsed.kind == SIZES_BIMODAL) {
		if (word[length])
			return complain(why, word,
				"'%s': bimodal takes no range", word);
		parsed.least = parsed.most = 0;
	} else if (word[length] &&
		   !parse_range(word + length + 1, units, &parsed, why)) {
		return false;
	}
	if (parsed.kind == SIZES_POWERS &&
		!(is_power(parsed.least) && is_power(parsed.most)))
		return complain(why, word,
			"'%s': both ends of a range for powers must be "
			"powers of two",
			word);
	*sizes = parsed;
	return true;
}

void sizes_format(const struct sizes *sizes, char *text, size_t size)
{
	if (sizes->kind == SIZES_BIMODAL)
		snprintf(text, size, "%s", sizes_words[sizes->kind]);
	else
		snprintf(text, size, "%s:%" PRIu64 "..%" PRIu64,
			sizes_words[sizes->kind], sizes->least, sizes->most);
}

uint64_t sizes_pack(const struct sizes *sizes)
{
	return (uint64_t)sizes->kind << 62 | sizes->least << 31 | sizes->most;
}

struct sizes sizes_unpack(uint64_t packed)
{
	uint64_t bound = ((uint64_t)1 << 31) - 1;

	return (struct sizes){.kind = (enum sizes_kind)(packed >> 62),
		.least = packed >> 31 & bound,
		.most = packed & bound};
}
