/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the program break could not be moved. */
#ifndef MEMTOOL_WHY_HEAP_H
#define MEMTOOL_WHY_HEAP_H

#include "why/arguments/ranges.h"

bool heap_out_of_range(const struct inquiry *q, struct cause *c);
bool heap_blocked(const struct inquiry *q, struct cause *c);

/* The pages that would be given back by a lower break; false: there are none.
 */
bool heap_given_back(const struct inquiry *q, struct range *range);

#endif
