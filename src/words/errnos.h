/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of error numbers, both ways. */
#ifndef MEMTOOL_WORDS_ERRNOS_H
#define MEMTOOL_WORDS_ERRNOS_H

#include <stddef.h>

/* "ENOMEM"; NULL for a number without a name. */
const char *errno_name(int number);

/* The number of "ENOMEM", in any case; 0 for an unknown name. */
int errno_number(const char *name);

/* The names by index, NULL after the last: for suggestions and completion. */
const char *errno_at(size_t index);

#endif
