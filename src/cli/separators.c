/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that join steps, and what people type instead. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/hints.h"
#include "words/array.h"
#include "words/suggest.h"

char line_end[] = "\n";

bool is_separator(const char *word)
{
	return word == line_end || strcmp(word, "then") == 0 ||
	       strcmp(word, ",") == 0;
}

bool ends_line(const struct words *words, int at)
{
	return at + 1 >= words->count || words->list[at + 1] == line_end;
}

/* "the", "tehn", "&&": separators elsewhere, or misspelled ones. */
static bool means_then(const char *word)
{
	static const char *const others[] = {
		"&&", "||", "&", ";", "|", "and", "+", "->", "."};
	struct suggestion s = suggest_for(word);

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strcasecmp(word, others[i]) == 0)
			return true;
	suggest_offer(&s, "then");
	return s.best != NULL;
}

bool suggest_then(struct cli *cli, const struct typed *typed, const char *word)
{
	const char *words[] = {typed->word, typed->second, word};

	for (int i = 0; i < 3; i++) {
		if (!words[i] || !means_then(words[i]))
			continue;
		complain_suggest(cli->why, "then");
		return true;
	}
	return false;
}

/* WORD has a comma between LENGTH bytes of BEFORE and AFTER. */
static bool needs_space(struct cli *cli, const char *word, const char *before,
	size_t length, const char *after)
{
	char *bare = strndup(before, length);

	complain(cli->why, word,
		"'%s': a comma that joins steps needs spaces around it: "
		"'%s , %s'",
		word, bare ? bare : "", after);
	free(bare);
	return true;
}

bool comma_is_glued(struct cli *cli, const char *before, const char *after)
{
	size_t length = strlen(before);

	if (*after == ',' && after[1])
		return needs_space(cli, after, before, length, after + 1);
	if (length > 1 && before[length - 1] == ',')
		return needs_space(cli, before, before, length - 1, after);
	return false;
}

bool comma_joins_calls(struct cli *cli, const char *word)
{
	const char *comma = word ? strchr(word, ',') : NULL;

	return comma && comma > word && find_command(cli, comma + 1) &&
	       needs_space(cli, word, word, (size_t)(comma - word), comma + 1);
}
