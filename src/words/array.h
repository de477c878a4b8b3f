/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays: of a size that is known, and those that grow. */
#ifndef MEMTOOL_WORDS_ARRAY_H
#define MEMTOOL_WORDS_ARRAY_H

#include <stddef.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

/*
 * An array with room for NEEDED elements of SIZE bytes: ARRAY itself, or a
 * larger one in its place.  *ROOM is how many it has room for; it grows by half
 * at least, so that adding one after the other costs little.  NULL: memory is
 * short, and ARRAY is as it was.  It is freed by free(3).
 */
void *array_reserve(void *array, size_t *room, size_t needed, size_t size);

#endif
