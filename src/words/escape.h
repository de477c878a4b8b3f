/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escape foreign text (paths, arguments) for a terminal or for JSON. */
#ifndef MEMTOOL_WORDS_ESCAPE_H
#define MEMTOOL_WORDS_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether TEXT is well-formed UTF-8. */
bool is_utf8(const char *text);

/*
 * A copy of TEXT for a terminal: control characters and bytes that are not
 * UTF-8 become \xHH.  The caller frees it; NULL: out of memory.
 */
char *escape_for_terminal(const char *text);

/*
 * A copy of TEXT for JSON: bytes that are not UTF-8 become \xHH, and if there
 * are any, each backslash becomes \x5c, to be unambiguous.  The caller frees
 * it; NULL: out of memory.
 */
char *escape_for_json(const char *text);

#endif
