/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/lines.h"

#include <string.h>

struct lines lines_of(const char *text, size_t length)
{
	return (struct lines){text, text + length};
}

bool lines_next(struct lines *lines, struct line *line)
{
	size_t left = (size_t)(lines->end - lines->at);
	const char *stop;

	if (left == 0)
		return false;
	stop = memchr(lines->at, '\n', left);
	line->text = lines->at;
	line->length = stop ? (size_t)(stop - lines->at) : left;
	lines->at += line->length + (stop != NULL);
	return true;
}

/* The number after KEY and SEPARATOR. */
static bool number_after(const struct line *line, const char *key,
	char separator, uint64_t *value)
{
	const char *end = line->text + line->length;
	const char *at = line->text;
	uint64_t number = 0;

	/* No library's function: most lines differ in their first byte. */
	while (*key && at < end && *at == *key)
		at++, key++;
	if (*key || at == end || *at++ != separator)
		return false;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || *at < '0' || *at > '9')
		return false;
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	*value = end - at >= 3 && memcmp(at, " kB", 3) == 0 ? number * 1024
							    : number;
	return true;
}

struct line line_field(struct line *line, char separator)
{
	const char *stop = memchr(line->text, separator, line->length);
	struct line found = *line;

	if (!stop) {
		line->length = 0;
		return found;
	}
	found.length = (size_t)(stop - line->text);
	line->text = stop + 1;
	line->length -= found.length + 1;
	return found;
}

bool line_is(struct line line, const char *text)
{
	return line.length == strlen(text) &&
	       memcmp(line.text, text, line.length) == 0;
}

bool line_number(const struct line *line, const char *key, uint64_t *value)
{
	return number_after(line, key, ':', value);
}

bool lines_find_number(
	const char *text, size_t length, const char *key, uint64_t *value)
{
	struct lines lines = lines_of(text, length);
	struct line line;

	while (lines_next(&lines, &line))
		if (line_number(&line, key, value))
			return true;
	return false;
}

bool lines_find_word(
	const char *text, size_t length, const char *key, uint64_t *value)
{
	struct lines lines = lines_of(text, length);
	struct line line;

	while (lines_next(&lines, &line))
		if (number_after(&line, key, ' ', value))
			return true;
	return false;
}
