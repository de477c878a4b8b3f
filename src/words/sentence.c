/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/sentence.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether the byte continues a UTF-8 character. */
static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

void word_cut(const char *word, char text[WORD_ROOM])
{
	enum { HEAD = 40, TAIL = WORD_SHOWN - HEAD - 3, LONGEST = 4 };
	size_t length = strlen(word), head = HEAD, tail = length - TAIL;

	if (length <= WORD_SHOWN) {
		strcpy(text, word);
		return;
	}
	/* Move by at most one character's length: it may not be UTF-8. */
	while (head > HEAD - LONGEST + 1 && continues(word[head]))
		head--;
	while (tail < length - TAIL + LONGEST - 1 && continues(word[tail]))
		tail++;
	sprintf(text, "%.*s...%s", (int)head, word, word + tail);
}

/* The next integer, of the type given by the letters between '%' and KIND. */
static int64_t take_number(const char *modifiers, char kind, va_list *list)
{
	bool negative = kind == 'd'; /* whether its type is signed */

	if (strncmp(modifiers, "ll", 2) == 0)
		return va_arg(*list, long long);
	if (*modifiers == 'z')
		return (int64_t)va_arg(*list, size_t);
	if (*modifiers == 'l')
		return negative ? va_arg(*list, long)
				: (int64_t)va_arg(*list, unsigned long);
	return negative ? va_arg(*list, int)
			: (int64_t)va_arg(*list, unsigned int);
}

static void put_number(FILE *out, char kind, int64_t number)
{
	if (kind == 'c')
		fputc((int)number, out);
	else if (kind == 'x')
		fprintf(out, "%" PRIx64, (uint64_t)number);
	else if (kind == 'u')
		fprintf(out, "%" PRIu64, (uint64_t)number);
	else
		fprintf(out, "%" PRId64, number);
}

static void put_word(FILE *out, const char *word, bool cut)
{
	char shown[WORD_ROOM];

	if (!word)
		word = "";
	if (cut)
		word_cut(word, shown);
	fputs(cut ? shown : word, out);
}

/* Whether the %s at FORMAT, after BEFORE, is a foreign word. */
static bool is_word(char before, const char *format)
{
	return before == '\'' || format[2] == '\'' || format[2] == ':';
}

/* Print the conversion after a '%'; returns the text after it. */
static const char *put_conversion(
	FILE *out, const char *modifiers, va_list *list, bool cut)
{
	const char *kind = modifiers + strcspn(modifiers, "scdux");

	if (*kind == 's')
		put_word(out, va_arg(*list, const char *), cut);
	else
		put_number(out, *kind, take_number(modifiers, *kind, list));
	return kind + 1;
}

static char *make(const char *format, va_list *list, bool brief)
{
	char *text = NULL, before = '\0';
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	while (*format) {
		size_t plain = strcspn(format, "%");

		fwrite(format, 1, plain, out);
		before = plain ? format[plain - 1] : '\0';
		format += plain;
		if (*format)
			format = put_conversion(out, format + 1, list,
				brief && is_word(before, format));
	}
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

struct sentence sentence_make(const char *format, va_list list)
{
	struct sentence sentence;
	va_list first, second;

	va_copy(first, list);
	va_copy(second, list);
	sentence.whole = make(format, &first, false);
	sentence.brief = make(format, &second, true);
	va_end(first);
	va_end(second);
	return sentence;
}
