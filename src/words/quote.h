/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A path in quotes, with those in it escaped, as strace writes it. */
#ifndef MEMTOOL_WORDS_QUOTE_H
#define MEMTOOL_WORDS_QUOTE_H

#include <stddef.h>

/* What finds no room in SIZE bytes, at least 8, is left out. */
void quote(const char *path, size_t length, char *text, size_t size);

#endif
