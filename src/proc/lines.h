/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts of /proc with one fact per line:
 * VmLck:	       8 kB
 */
#ifndef MEMTOOL_PROC_LINES_H
#define MEMTOOL_PROC_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A position in such a text, which must outlive the results. */
struct lines {
	const char *at, *end;
};

struct line {
	const char *text; /* without its '\n', not NUL-terminated */
	size_t length;
};

struct lines lines_of(const char *text, size_t length);

/* Read the next line; false at the end. */
bool lines_next(struct lines *lines, struct line *line);

/* Cut the text before the next SEPARATOR, or all of it, off *LINE. */
struct line line_field(struct line *line, char separator);

/* Whether LINE is TEXT. */
bool line_is(struct line line, const char *text);

/*
 * Whether LINE is "KEY: NUMBER" or "KEY: NUMBER kB" (KEY without the colon);
 * *VALUE is the number, in bytes if kB follows.
 */
bool line_number(const struct line *line, const char *key, uint64_t *value);

/* The same for the first line with KEY. */
bool lines_find_number(
	const char *text, size_t length, const char *key, uint64_t *value);

/* The number of "KEY NUMBER", as in memory.events and vmstat. */
bool lines_find_word(
	const char *text, size_t length, const char *key, uint64_t *value);

#endif
