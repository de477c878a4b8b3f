/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/sentence.h"

void complaint_free(struct complaint *c)
{
	free(c->message);
	free(c->brief);
	free(c->word);
	free(c->suggestion);
	c->message = c->brief = c->word = c->suggestion = NULL;
}

bool complain(struct complaint *c, const char *word, const char *format, ...)
{
	struct sentence sentence;
	char *copy;
	va_list list;

	if (!c)
		return false;
	/* All is made before anything is freed: it may be said of itself. */
	copy = word && *word ? strdup(word) : NULL;
	va_start(list, format);
	sentence = sentence_make(format, list);
	va_end(list);
	complaint_free(c);
	c->kind = COMPLAINT_USAGE;
	c->word = copy;
	c->message = sentence.whole;
	c->brief = sentence.brief;
	return false;
}

bool complain_system(struct complaint *c, const char *what, int error)
{
	complain(c, NULL, "%s: %s", what, strerror(error));
	if (c)
		c->kind = COMPLAINT_SYSTEM;
	return false;
}

/* *TEXT becomes BEFORE, itself and AFTER; where memory is short it stays. */
static void extend(char **text, const char *before, const char *after)
{
	char *longer;

	if (!*text || asprintf(&longer, "%s%s%s", before, *text, after) < 0)
		return;
	free(*text);
	*text = longer;
}

void complain_about(struct complaint *c, const char *what)
{
	char cut[WORD_ROOM];

	if (!c)
		return;
	word_cut(what, cut);
	extend(&c->message, ": ", "");
	extend(&c->message, what, "");
	extend(&c->brief, ": ", "");
	extend(&c->brief, cut, "");
}

/* Takes SUGGESTION, a block of memory. */
static void suggest(struct complaint *c, char *suggestion)
{
	char cut[WORD_ROOM], *words[] = {suggestion, cut};
	char **texts[] = {&c->message, &c->brief};

	word_cut(suggestion, cut);
	for (int i = 0; i < 2; i++) {
		extend(texts[i], "", "; did you mean '");
		extend(texts[i], "", words[i]);
		extend(texts[i], "", "'?");
	}
	free(c->suggestion);
	c->suggestion = suggestion;
}

void complain_suggest(struct complaint *c, const char *suggestion)
{
	char *copy = c && suggestion ? strdup(suggestion) : NULL;

	if (copy)
		suggest(c, copy);
}

void complain_suggest_option(
	struct complaint *c, const char *option, const char *value)
{
	char *both;

	if (c && asprintf(&both, "--%s %s", option, value) >= 0)
		suggest(c, both);
}
