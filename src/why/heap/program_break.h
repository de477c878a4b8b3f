/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the program break could not be moved. */
#ifndef MEMTOOL_WHY_HEAP_PROGRAM_BREAK_H
#define MEMTOOL_WHY_HEAP_PROGRAM_BREAK_H

#include "why/arguments/ranges.h"

bool heap_out_of_range(const struct diagnosis *d, struct cause *c);
bool heap_blocked(const struct diagnosis *d, struct cause *c);

/* The pages that a lower break would free; false: none. */
bool heap_given_back(const struct diagnosis *d, struct range *range);

#endif
