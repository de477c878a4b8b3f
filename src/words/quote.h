/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A path in quotes, escaped as by strace. */
#ifndef MEMTOOL_WORDS_QUOTE_H
#define MEMTOOL_WORDS_QUOTE_H

#include <stddef.h>

/* Truncates to SIZE bytes, which is at least 8. */
void quote(const char *path, size_t length, char *text, size_t size);

#endif
