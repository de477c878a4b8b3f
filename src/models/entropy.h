/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The randomness of addresses seen in several processes. */
#ifndef MEMTOOL_MODELS_ENTROPY_H
#define MEMTOOL_MODELS_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

struct entropy {
	size_t count;    /* the number of values */
	size_t distinct; /* distinct ones */
	/* Equal pairs among all count * (count - 1) / 2. */
	uint64_t pairs, equal;
	uint64_t lowest, highest;
	uint64_t varied; /* the bits that differed */
	unsigned bits_varied;
	uint64_t step; /* all differ by multiples of it; 0: all equal */
	/*
	 * The logarithm of the number of positions of a uniform distribution
	 * over the range: n values leave 2 / (n + 1) of it beyond the extremes,
	 * which is added. Rounded to whole bits.
	 */
	unsigned by_range;
	unsigned pages_by_range; /* the same for pages, if steps are smaller */
	/*
	 * By the birthday rule: P / 2^bits of P pairs are equal.  If none is,
	 * this is a lower bound.
	 */
	unsigned by_birthday;
};

/* For COUNT >= 1 sorted values.  PAGE is the page size. */
void entropy_of(
	uint64_t *values, size_t count, uint64_t page, struct entropy *entropy);

#endif
