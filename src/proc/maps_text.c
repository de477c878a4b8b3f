/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/maps_text.h"

#include <stdio.h>
#include <string.h>

#include "words/vmflags.h"

struct maps maps_of(const char *text, size_t length)
{
	return (struct maps){text, text + length};
}

/* By hand: sscanf takes several times as long as the kernel itself. */
static bool read_hex(const char **at, const char *end, uint64_t *value)
{
	const char *start = *at;

	*value = 0;
	for (; *at < end; ++*at) {
		char c = **at;
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a' + 10);
		else
			break;
		*value = *value << 4 | digit;
	}
	return *at > start;
}

static bool read_decimal(const char **at, const char *end, uint64_t *value)
{
	const char *start = *at;

	*value = 0;
	for (; *at < end && **at >= '0' && **at <= '9'; ++*at)
		*value = *value * 10 + (uint64_t)(**at - '0');
	return *at > start;
}

static bool skip(const char **at, const char *end, char c)
{
	if (*at >= end || **at != c)
		return false;
	++*at;
	return true;
}

/* A word of at most SIZE - 1 bytes, up to the next space. */
static bool read_word(const char **at, const char *end, char *word, size_t size)
{
	size_t length = 0;

	while (*at + length < end && (*at)[length] != ' ')
		length++;
	if (length == 0 || length >= size)
		return false;
	memcpy(word, *at, length);
	word[length] = '\0';
	*at += length;
	return true;
}

static bool read_line(const char *at, const char *end, struct mapping *m)
{
	if (!read_hex(&at, end, &m->start) || !skip(&at, end, '-') ||
		!read_hex(&at, end, &m->end) || !skip(&at, end, ' ') ||
		!read_word(&at, end, m->perms, sizeof(m->perms)) ||
		!skip(&at, end, ' ') || !read_hex(&at, end, &m->offset) ||
		!skip(&at, end, ' ') ||
		!read_word(&at, end, m->device, sizeof(m->device)) ||
		!skip(&at, end, ' ') || !read_decimal(&at, end, &m->inode))
		return false;
	while (at < end && *at == ' ')
		at++;
	m->flags = NULL;
	m->flags_length = 0;
	m->path = at;
	m->path_length = (size_t)(end - at);
	return true;
}

bool maps_next(struct maps *maps, struct mapping *mapping)
{
	while (maps->at < maps->end) {
		const char *line = maps->at;
		const char *stop =
			memchr(line, '\n', (size_t)(maps->end - line));

		if (!stop)
			stop = maps->end;
		maps->at = stop + (stop < maps->end);
		if (read_line(line, stop, mapping))
			return true;
	}
	return false;
}

static size_t left_of(const struct maps *maps)
{
	return (size_t)(maps->end - maps->at);
}

static bool drop_first(struct maps *a, struct maps *b)
{
	const char *stop = memchr(a->at, '\n', left_of(a));
	size_t size = stop ? (size_t)(stop + 1 - a->at) : 0;

	if (!size || left_of(b) < size || memcmp(a->at, b->at, size) != 0)
		return false;
	a->at += size;
	b->at += size;
	return true;
}

static bool drop_last(struct maps *a, struct maps *b)
{
	size_t length = left_of(a);
	const char *stop = length ? memrchr(a->at, '\n', length - 1) : NULL;
	const char *line = stop ? stop + 1 : a->at;
	size_t size = (size_t)(a->end - line);
	const char *other;

	if (!size || left_of(b) < size)
		return false;
	other = b->end - size;
	if (memcmp(line, other, size) != 0 ||
		(other > b->at && other[-1] != '\n'))
		return false;
	a->end = line;
	b->end = other;
	return true;
}

void maps_drop_common(struct maps *a, struct maps *b)
{
	while (drop_first(a, b))
		continue;
	while (drop_last(a, b))
		continue;
}

bool maps_find(struct maps maps, uint64_t address, struct mapping *mapping)
{
	while (maps_next(&maps, mapping))
		if (address >= mapping->start && address < mapping->end)
			return true;
	return false;
}

bool maps_find_path(struct maps maps, const char *path, struct mapping *mapping)
{
	while (maps_next(&maps, mapping))
		if (mapping_has_path(mapping, path))
			return true;
	return false;
}

bool mapping_has_path(const struct mapping *mapping, const char *path)
{
	return mapping->path_length == strlen(path) &&
	       memcmp(mapping->path, path, mapping->path_length) == 0;
}

bool mapping_is_file(const struct mapping *mapping)
{
	return mapping->inode != 0 || strcmp(mapping->device, "00:00") != 0;
}

bool mapping_is_flagged(const struct mapping *mapping, const char *letters)
{
	struct vmflags list = {mapping->flags, mapping->flags_length};

	return mapping->flags && vmflags_have(list, letters);
}
