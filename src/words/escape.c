/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The length of the UTF-8 sequence at TEXT, 0 if there is none (RFC 3629). */
static size_t sequence(const unsigned char *text)
{
	size_t length;
	unsigned long point;

	if (text[0] < 0x80)
		return 1;
	if (text[0] >= 0xc2 && text[0] <= 0xdf)
		length = 2;
	else if ((text[0] & 0xf0) == 0xe0)
		length = 3;
	else if (text[0] >= 0xf0 && text[0] <= 0xf4)
		length = 4;
	else
		return 0;
	point = text[0] & (0x7f >> length);
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (text[i] & 0x3f);
	}
	if (length == 3 && (point < 0x800 || point >> 11 == 0x1b))
		return 0;
	if (length == 4 && (point < 0x10000 || point > 0x10ffff))
		return 0;
	return length;
}

bool is_utf8(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		size_t length = sequence(at);

		if (!length)
			return false;
		at += length;
	}
	return true;
}

/* C1 controls (U+0080 to U+009F) are escapes for terminals too. */
static bool is_control(const unsigned char *at, size_t length)
{
	if (length == 1)
		return at[0] < 0x20 || at[0] == 0x7f;
	return length == 2 && at[0] == 0xc2 && at[1] < 0xa0;
}

static char *escape(const char *text, bool controls, bool backslashes)
{
	const unsigned char *at = (const unsigned char *)text;
	char *copy = malloc(4 * strlen(text) + 1);
	char *to = copy;

	if (!copy)
		return NULL;
	while (*at) {
		size_t length = sequence(at);

		if (!length || (controls && is_control(at, length)) ||
			(backslashes && *at == '\\')) {
			to += sprintf(to, "\\x%02x", *at++);
			continue;
		}
		memcpy(to, at, length);
		to += length;
		at += length;
	}
	*to = '\0';
	return copy;
}

char *escape_for_terminal(const char *text)
{
	return escape(text, true, false);
}

char *escape_for_json(const char *text)
{
	return escape(text, false, !is_utf8(text));
}
