/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/mountinfo.h"

#include <stdio.h>
#include <stdlib.h>

/* "98:0" */
static void read_device(struct line device, struct mount_line *mount)
{
	char *at;

	mount->high = (unsigned)strtoul(device.text, &at, 10);
	mount->low = *at == ':' ? (unsigned)strtoul(at + 1, NULL, 10) : 0;
}

bool mount_line_next(struct lines *lines, struct mount_line *mount)
{
	struct line line;

	if (!lines_next(lines, &line))
		return false;
	mount->number = strtoull(line.text, NULL, 10);
	line_field(&line, ' ');
	line_field(&line, ' ');
	read_device(line_field(&line, ' '), mount);
	mount->root = line_field(&line, ' ');
	mount->point = line_field(&line, ' ');
	/* Some optional words stand before the dash. */
	while (line.length && !line_is(line_field(&line, ' '), "-"))
		continue;
	mount->type = line_field(&line, ' ');
	line_field(&line, ' ');
	mount->options = line;
	return true;
}

void mount_field_copy(char *to, size_t size, struct line from)
{
	size_t n = 0;

	for (size_t i = 0; i < from.length && n + 1 < size; i++) {
		unsigned code;

		if (from.text[i] == '\\' && i + 3 < from.length &&
			sscanf(from.text + i + 1, "%3o", &code) == 1) {
			to[n++] = (char)code;
			i += 3;
		} else {
			to[n++] = from.text[i];
		}
	}
	to[n] = '\0';
}
