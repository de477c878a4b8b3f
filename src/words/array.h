/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays of fixed size, and growing ones. */
#ifndef MEMTOOL_WORDS_ARRAY_H
#define MEMTOOL_WORDS_ARRAY_H

#include <stddef.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

/*
 * Return ARRAY, or a larger replacement, with room for NEEDED elements of SIZE
 * bytes.  *ROOM is its capacity, which grows by at least half, so that adding
 * elements one by one is cheap.  NULL: out of memory; ARRAY is unchanged.  Free
 * it with free(3).
 */
void *array_reserve(void *array, size_t *room, size_t needed, size_t size);

#endif
