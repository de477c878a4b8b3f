/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the program break could not be moved. */
#ifndef MEMTOOL_WHY_HEAP_H
#define MEMTOOL_WHY_HEAP_H

#include "why/inquiry.h"

bool heap_out_of_range(const struct inquiry *q, struct cause *c);
bool heap_blocked(const struct inquiry *q, struct cause *c);

#endif
