/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that a fact can be, as its schema says. */
#include <regex.h>
#include <string.h>

#include "cli/asserts.h"
#include "words/suggest.h"

/* Whether WORD is among WORDS, joined by ", "; else suggest one of them. */
static bool is_in(const char *words, const char *word, struct suggestion *s,
	char best[FACT_ACCEPTED_MAX])
{
	while (*words) {
		size_t length = strcspn(words, ",");
		char one[FACT_ACCEPTED_MAX];

		snprintf(one, sizeof(one), "%.*s", (int)length, words);
		if (strcmp(one, word) == 0)
			return true;
		s->best = NULL;
		suggest_offer(s, one);
		if (s->best)
			strcpy(best, one);
		words += length;
		words += strspn(words, ", ");
	}
	return false;
}

static bool check_list(const struct resolving *resolving, const char *name,
	const char *words, const char *word)
{
	struct complaint *why = resolving->cli->why;
	struct suggestion s = suggest_for(word);
	char best[FACT_ACCEPTED_MAX] = "";

	if (is_in(words, word, &s, best))
		return true;
	complain(why, word, "'%s' is not a value of %s; %s are accepted", word,
		name, words);
	if (*best)
		complain_suggest(why, best);
	return false;
}

/* The patterns of the schema are POSIX's, too. */
static bool check_pattern(const struct resolving *resolving, const char *name,
	const char *pattern, const char *word)
{
	regex_t regex;
	bool matches;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return true;
	matches = regexec(&regex, word, 0, NULL, 0) == 0;
	regfree(&regex);
	return matches ||
	       complain(resolving->cli->why, word,
		       "'%s' is not a value of %s; what matches %s is "
		       "accepted",
		       word, name, pattern);
}

static bool check_cause(
	const struct resolving *resolving, bool list, const char *word)
{
	struct complaint *why = resolving->cli->why;
	struct suggestion s = suggest_for(word);
	const char *cause;

	for (size_t i = 0; (cause = cause_at(resolving->cli, i)); i++) {
		if (strcmp(cause, word) == 0)
			return true;
		suggest_offer(&s, cause);
	}
	if (list)
		suggest_offer(&s, "none");
	complain(why, word,
		"'%s' is not a cause; those of memtool-explain(1) are "
		"accepted%s",
		word, list ? ", and 'none'" : "");
	complain_suggest(why, s.best);
	return false;
}

bool check_word(const struct resolving *resolving, const char *name,
	const struct fact *fact, const char *word)
{
	bool list = fact->type == FACT_WORDS;

	if (list && strcmp(word, "none") == 0)
		return true;
	if (strcmp(fact->path, "why.cause") == 0)
		return check_cause(resolving, list, word);
	if (fact->type == FACT_TRUTH)
		return check_list(resolving, name, "true, false", word);
	if (*fact->words)
		return check_list(resolving, name, fact->words, word);
	return !*fact->pattern ||
	       check_pattern(resolving, name, fact->pattern, word);
}
