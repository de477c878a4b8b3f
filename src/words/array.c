/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/array.h"

#include <stdlib.h>

enum { FIRST = 16 };

void *array_reserve(void *array, size_t *room, size_t needed, size_t size)
{
	size_t more = *room + *room / 2;
	void *larger;

	if (needed <= *room)
		return array;
	if (more < FIRST)
		more = FIRST;
	if (more < needed)
		more = needed;
	larger = reallocarray(array, more, size);
	if (larger)
		*room = more;
	return larger;
}
