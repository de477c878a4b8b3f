/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/quote.h"

#include <stdio.h>
#include <string.h>

void quote(const char *path, size_t length, char *text, size_t size)
{
	size_t used = 1;

	text[0] = '"';
	for (size_t i = 0; i < length && used + 6 < size; i++) {
		char c = path[i];

		if (c == '"' || c == '\\')
			text[used++] = '\\';
		if ((unsigned char)c < 0x20 || c == 0x7f)
			used += (size_t)sprintf(text + used, "\\%03o", c);
		else
			text[used++] = c;
	}
	strcpy(text + used, "\"");
}
