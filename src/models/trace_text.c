/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/trace_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool trace_wrong(struct trace_text *text, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(text->reason, sizeof(text->reason), format, list);
	va_end(list);
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool trace_word(struct trace_words *words, const char **word, size_t *length)
{
	while (words->at < words->end && is_blank(*words->at))
		words->at++;
	*word = words->at;
	while (words->at < words->end && !is_blank(*words->at))
		words->at++;
	*length = (size_t)(words->at - *word);
	return *length != 0;
}

static unsigned digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a' + 10);
	return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10) : 16;
}

/* NULL: valid; else what is wrong with it. */
static const char *read_number(
	const char *word, size_t length, uint64_t *number)
{
	bool hex = length > 2 && word[0] == '0' &&
		   (word[1] == 'x' || word[1] == 'X');
	unsigned base = hex ? 16 : 10;
	uint64_t value = 0;

	for (size_t i = hex ? 2 : 0; i < length; i++) {
		unsigned digit = digit_of(word[i]);

		if (digit >= base)
			return "is not a number; decimal and 0x are accepted";
		if (value > (UINT64_MAX - digit) / base)
			return "is too large; at most 2^64-1 is accepted";
		value = value * base + digit;
	}
	*number = value;
	return NULL;
}

bool trace_number(struct trace_text *text, struct trace_words *words,
	const char *what, uint64_t *number)
{
	const char *word, *wrong;
	size_t length;

	if (!trace_word(words, &word, &length))
		return trace_wrong(text, "the line ends before its %s", what);
	wrong = read_number(word, length, number);
	if (!wrong)
		return true;
	return trace_wrong(text, "the %s '%.*s' %s", what,
		(int)length < 40 ? (int)length : 40, word, wrong);
}

bool trace_no_more(struct trace_text *text, struct trace_words *words)
{
	const char *word;
	size_t length;

	if (!trace_word(words, &word, &length))
		return true;
	return trace_wrong(text, "'%.*s' is one word too many",
		length < 40 ? (int)length : 40, word);
}

/* Bytes that do not occur in text. */
static bool is_binary(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' && !is_blank(line[i]))
			return true;
	return false;
}

bool trace_text_line(
	struct trace_text *text, const char *line, size_t length, bool ended)
{
	struct trace_words words = {line, line + length};

	text->line++;
	if (is_binary(line, length))
		return trace_wrong(text, "this is not text");
	if (!length)
		return true;
	if (text->form == TRACE_UNKNOWN)
		text->form =
			strchr("@=+-<>!", *line) ? TRACE_MTRACE : TRACE_PLAIN;
	if (text->form == TRACE_PLAIN)
		return trace_plain_line(text, &words);
	if (!ended)
		return trace_wrong(
			text, "the line is cut off: it has no line break");
	return trace_mtrace_line(text, &words);
}

bool trace_text_end(struct trace_text *text)
{
	if (text->resizing)
		return trace_wrong(
			text, "it ends between the two lines of a realloc");
	if (text->trace->count)
		return true;
	return trace_wrong(
		text, text->line ? "it contains no event" : "it is empty");
}

void trace_text_free(struct trace_text *text)
{
	ids_free(&text->ids);
}
