/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/far_pointer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parse one to four hexadecimal digits before END; NULL: no match. */
static const char *read_half(const char *at, char end, uint64_t *half)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	size_t count;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		at += 2;
	count = strspn(at, digits);
	if (count < 1 || count > 4 || at[count] != end)
		return NULL;
	*half = strtoul(at, NULL, 16);
	return at + count;
}

bool far_parse(const char *text, uint64_t *value, struct complaint *why)
{
	uint64_t segment, offset;
	const char *colon = read_half(text, ':', &segment);

	if (!colon || !read_half(colon + 1, '\0', &offset))
		return complain(why, text,
			"'%s' is not SEG:OFF; two hexadecimal numbers of "
			"one to four digits are accepted (f000:fff0)",
			text);
	*value = segment << 16 | offset;
	return true;
}

void far_format(uint64_t value, char *text, size_t size)
{
	snprintf(
		text, size, "%04x:%04x", far_segment(value), far_offset(value));
}
