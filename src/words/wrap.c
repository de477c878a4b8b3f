/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/wrap.h"

#include <string.h>

size_t wrap_next(const char **text, size_t width, const char **line)
{
	const char *begin = *text + strspn(*text, " ");
	size_t length = strcspn(begin, " ");

	for (;;) {
		size_t gap = strspn(begin + length, " ");
		size_t word = strcspn(begin + length + gap, " ");

		if (word == 0 || length + gap + word > width)
			break;
		length += gap + word;
	}
	*line = begin;
	*text = begin + length;
	return length;
}
