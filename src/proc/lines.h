/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts of /proc that have a fact a line:
 * VmLck:	       8 kB
 */
#ifndef MEMTOOL_PROC_LINES_H
#define MEMTOOL_PROC_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place in such a text, which must outlive what is read. */
struct lines {
	const char *at, *end;
};

struct line {
	const char *text; /* without its '\n', and not ended by a NUL */
	size_t length;
};

struct lines lines_of(const char *text, size_t length);

/* Read the next line; false at the end. */
bool lines_next(struct lines *lines, struct line *line);

/*
 * Whether LINE is "KEY: NUMBER" or "KEY: NUMBER kB" (KEY without the colon);
 * *VALUE is the number, in bytes where kB stands.
 */
bool line_number(const struct line *line, const char *key, uint64_t *value);

/* The same of the first line that has KEY. */
bool lines_find_number(
	const char *text, size_t length, const char *key, uint64_t *value);

/* The number of "KEY NUMBER", as memory.events and vmstat have it. */
bool lines_find_word(
	const char *text, size_t length, const char *key, uint64_t *value);

#endif
