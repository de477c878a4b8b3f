/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C library that memtool uses. */
#ifndef MEMTOOL_WORDS_LIBC_H
#define MEMTOOL_WORDS_LIBC_H

#include <stdbool.h>

/*
 * Its name and version, "glibc 2.36".  musl does not give its version: "musl".
 * NULL: another library.
 */
const char *libc_name(void);

/* Whether it is glibc older than 2.MINOR. */
bool glibc_is_older(int minor);

#endif
