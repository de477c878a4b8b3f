/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/sentence.h"

void complaint_free(struct complaint *complaint)
{
	free(complaint->message);
	free(complaint->brief);
	free(complaint->word);
	free(complaint->suggestion);
	free(complaint->file);
	complaint->message = complaint->brief = complaint->word =
		complaint->suggestion = complaint->file = NULL;
	complaint->line = complaint->column = 0;
}

bool complain(
	struct complaint *complaint, const char *word, const char *format, ...)
{
	struct sentence sentence;
	char *copy;
	va_list list;

	if (!complaint)
		return false;
	/*
	 * Make everything before freeing anything: the arguments may be its
	 * own.
	 */
	copy = word ? strdup(word) : NULL;
	va_start(list, format);
	sentence = sentence_make(format, list);
	va_end(list);
	complaint_free(complaint);
	complaint->kind = COMPLAINT_USAGE;
	complaint->word = copy;
	complaint->message = sentence.whole;
	complaint->brief = sentence.brief;
	return false;
}

bool complain_system(struct complaint *complaint, const char *what, int error)
{
	complain(complaint, NULL, "%s: %s", what, strerror(error));
	if (complaint)
		complaint->kind = COMPLAINT_SYSTEM;
	return false;
}

/* Put BEFORE and AFTER around *TEXT; out of memory: leave it. */
static void extend(char **text, const char *before, const char *after)
{
	char *longer;

	if (!*text || asprintf(&longer, "%s%s%s", before, *text, after) < 0)
		return;
	free(*text);
	*text = longer;
}

void complain_about(struct complaint *complaint, const char *what)
{
	char cut[WORD_ROOM];

	if (!complaint)
		return;
	word_cut(what, cut);
	extend(&complaint->message, ": ", "");
	extend(&complaint->message, what, "");
	extend(&complaint->brief, ": ", "");
	extend(&complaint->brief, cut, "");
}

void complain_in_file(
	struct complaint *complaint, const char *file, int line, int column)
{
	char place[32] = "", cut[WORD_ROOM];

	if (!complaint || complaint->file)
		return;
	if (line)
		snprintf(place, sizeof(place), "%d:%d", line, column);
	if (line)
		complain_about(complaint, place);
	/* The name of the file and the place are joined without a space. */
	extend(&complaint->message, line ? ":" : ": ", "");
	extend(&complaint->message, file, "");
	word_cut(file, cut);
	extend(&complaint->brief, line ? ":" : ": ", "");
	extend(&complaint->brief, cut, "");
	complaint->file = strdup(file);
	complaint->line = line;
	complaint->column = column;
}

/* Takes SUGGESTION, a block of memory. */
static void suggest(struct complaint *complaint, char *suggestion)
{
	char cut[WORD_ROOM], *words[] = {suggestion, cut};
	char **texts[] = {&complaint->message, &complaint->brief};

	word_cut(suggestion, cut);
	for (int i = 0; i < 2; i++) {
		extend(texts[i], "", "; did you mean '");
		extend(texts[i], "", words[i]);
		extend(texts[i], "", "'?");
	}
	free(complaint->suggestion);
	complaint->suggestion = suggestion;
}

void complain_suggest(struct complaint *complaint, const char *suggestion)
{
	char *copy = complaint && suggestion ? strdup(suggestion) : NULL;

	if (copy)
		suggest(complaint, copy);
}

void complain_suggest_option(
	struct complaint *complaint, const char *option, const char *value)
{
	char *both;

	if (complaint && asprintf(&both, "--%s %s", option, value) >= 0)
		suggest(complaint, both);
}
