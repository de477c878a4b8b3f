/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the four kinds of x86 paging split a linear address: Intel SDM, Volume
 * 3A, "Paging", sections "32-Bit Paging", "PAE Paging" and "4-Level Paging and
 * 5-Level Paging".
 */
#ifndef MEMTOOL_MODELS_PAGING_H
#define MEMTOOL_MODELS_PAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "words/translate.h"

enum { PAGING_LEVELS_MAX = 5, PAGING_OFFSET_BITS = 12 };

/* One kind of paging; .levels stand from the top down. */
struct paging {
	enum translate_mode mode;
	const char *name;    /* "4-level" */
	unsigned bits;       /* of a linear address */
	unsigned entry_size; /* bytes */
	unsigned levels;
	struct {
		const char *table; /* "PML4" */
		unsigned shift;    /* where its index begins */
		unsigned bits;     /* of the index */
		bool pages;        /* an entry of it may map a page */
	} level[PAGING_LEVELS_MAX];
};

/* The paging of a mode; NULL: it has none. */
const struct paging *paging_of(enum translate_mode mode);

/* A field of a linear address: bits HIGH to LOW of it. */
struct paging_field {
	const char *name; /* "PML4", "offset" */
	unsigned high, low;
	uint64_t value;
};

enum { PAGING_FIELDS_MAX = PAGING_LEVELS_MAX + 1 };

/*
 * Split ADDRESS, whose page is 2^PAGE_SHIFT bytes: what lies below is its
 * offset, so that a huge page has fewer indices.  Returns how many fields.
 */
unsigned paging_split(const struct paging *paging, uint64_t address,
	unsigned page_shift, struct paging_field fields[PAGING_FIELDS_MAX]);

/* Whether the bits from BITS on are copies of the one below. */
bool paging_is_canonical(uint64_t address, unsigned bits);

/*
 * Whether the address is in the kernel's half; with 32-bit addresses, above
 * the line that Linux draws by default at 3 GiB.  No matter which where the
 * address is not canonical.
 */
bool paging_is_kernel(const struct paging *paging, uint64_t address);

#endif
