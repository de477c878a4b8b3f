/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_MODELS_LOG2_H
#define MEMTOOL_MODELS_LOG2_H

#include <stdint.h>

/* The index of the highest bit set; NUMBER is not 0. */
static inline unsigned log2_of(uint64_t number)
{
	return 63U - (unsigned)__builtin_clzll(number);
}

#endif
