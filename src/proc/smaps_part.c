/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/smaps_part.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/lines.h"
#include "words/array.h"

enum { PIECE = 16384 };

/* "7f00-7f10 rw-p ..."; the other lines begin with a capital letter. */
static bool is_mapping(const char *line)
{
	return isxdigit((unsigned char)*line) && !isupper((unsigned char)*line);
}

/* A read(2) of a sequence file of the kernel begins at a mapping. */
static bool begins_after(const char *piece, uint64_t end)
{
	return is_mapping(piece) && strtoull(piece, NULL, 16) >= end;
}

/*
 * The first mapping at or after END stays, and no other: so the texts of two
 * moments are the same if nothing has changed.
 */
static size_t cut_after(char *text, size_t length, uint64_t end)
{
	struct lines lines = lines_of(text, length);
	struct line line;
	bool after = false;

	while (lines_next(&lines, &line)) {
		if (!line.length || !is_mapping(line.text))
			continue;
		if (after)
			return (size_t)(line.text - text);
		after = strtoull(line.text, NULL, 16) >= end;
	}
	return length;
}

char *read_smaps_until(pid_t pid, uint64_t end, size_t *length)
{
	char path[64], *text = NULL, *more;
	size_t room = 0;
	ssize_t got = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/smaps", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	*length = 0;
	while (fd != -1) {
		more = array_reserve(text, &room, *length + PIECE + 1, 1);
		if (!more)
			break;
		text = more;
		got = read(fd, text + *length, PIECE);
		if (got <= 0)
			break;
		text[*length + (size_t)got] = '\0';
		more = text + *length;
		*length += (size_t)got;
		if (begins_after(more, end))
			break;
	}
	if (fd != -1)
		close(fd);
	if (!*length) {
		free(text);
		return NULL;
	}
	*length = cut_after(text, *length, end);
	text[*length] = '\0';
	return text;
}

char *maps_of_smaps(const char *smaps, size_t length, size_t *maps_length)
{
	struct lines lines = lines_of(smaps, length);
	char *text = malloc(length + 1);
	struct line line;

	*maps_length = 0;
	while (text && lines_next(&lines, &line)) {
		if (!line.length || !is_mapping(line.text))
			continue;
		memcpy(text + *maps_length, line.text, line.length);
		*maps_length += line.length;
		text[(*maps_length)++] = '\n';
	}
	if (text)
		text[*maps_length] = '\0';
	return text;
}
