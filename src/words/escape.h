/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text from outside (paths, arguments) made fit for a terminal or for JSON. */
#ifndef MEMTOOL_WORDS_CLEAN_H
#define MEMTOOL_WORDS_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the whole of TEXT is well-formed UTF-8. */
bool clean_is_utf8(const char *text);

/*
 * A copy of TEXT for a terminal: control characters and bytes that are no
 * UTF-8 become \xHH.  The caller frees it; NULL when memory is short.
 */
char *clean_for_terminal(const char *text);

/*
 * A copy of TEXT as JSON can carry it: bytes that are no UTF-8 become \xHH,
 * and if there is one, a backslash becomes \x5c, so that it stays unambiguous.
 * The caller frees it; NULL when memory is short.
 */
char *clean_for_json(const char *text);

#endif
