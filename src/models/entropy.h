/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How random addresses are that were seen in several processes. */
#ifndef MEMTOOL_MODELS_ENTROPY_H
#define MEMTOOL_MODELS_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

struct entropy {
	size_t count;    /* of the values */
	size_t distinct; /* of them */
	/* Pairs of equal values, of all count * (count - 1) / 2. */
	uint64_t pairs, equal;
	uint64_t lowest, highest;
	uint64_t varied; /* the bits that were not the same in all */
	unsigned bits_varied;
	uint64_t step; /* what all differ by multiples of; 0: they are equal */
	/*
	 * The logarithm of the places that a uniform distribution over the
	 * range has: n values leave 2 / (n + 1) of it beyond the outermost
	 * ones, which is added.  Rounded to whole bits.
	 */
	unsigned by_range;
	unsigned
		pages_by_range; /* the same of pages, where steps are smaller */
	/*
	 * By the birthday rule: of P pairs P / 2^bits are equal.  Where none
	 * is, it is more than this.
	 */
	unsigned by_birthday;
};

/* Of COUNT values, at least one; they are sorted.  PAGE is the page size. */
void entropy_of(
	uint64_t *values, size_t count, uint64_t page, struct entropy *entropy);

#endif
