/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text in lines, broken between its words. */
#ifndef MEMTOOL_WORDS_WRAP_H
#define MEMTOOL_WORDS_WRAP_H

#include <stddef.h>

/*
 * The next line of *TEXT, no longer than WIDTH unless a single word is.
 * Returns its length, and where it begins in *LINE; *TEXT is then what
 * follows.  0: nothing is left.
 */
size_t wrap_next(const char **text, size_t width, const char **line);

#endif
