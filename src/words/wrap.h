/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Break text into lines between words. */
#ifndef MEMTOOL_WORDS_WRAP_H
#define MEMTOOL_WORDS_WRAP_H

#include <stddef.h>

/*
 * Take the next line of *TEXT, at most WIDTH long unless a single word is
 * longer. Returns its length and sets *LINE to its start; *TEXT is then the
 * rest. 0: nothing is left.
 */
size_t wrap_next(const char **text, size_t width, const char **line);

#endif
