/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How page tables split an address.  The four kinds of x86 are those of Intel
 * SDM, Volume 3A, "Paging", sections "32-Bit Paging", "PAE Paging" and "4-Level
 * Paging and 5-Level Paging".
 */
#ifndef MEMTOOL_MODELS_PAGING_H
#define MEMTOOL_MODELS_PAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "words/machine.h"
#include "words/translate.h"

enum { PAGING_LEVELS_MAX = 5, PAGING_OFFSET_BITS = 12 };

/* What parts the addresses of programs from those of the kernel. */
enum paging_halves {
	HALVES_SPLIT,    /* 32 bits: a line that the kernel draws */
	HALVES_SIGNED,   /* the bits above are copies of the highest */
	HALVES_TWO,      /* arm64: a tree for each half */
	HALVES_REGIONS,  /* ppc64: the topmost bits */
	HALVES_SEPARATE, /* s390x: the kernel's are elsewhere */
};

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
	enum paging_halves halves;
	uint64_t lower_last;  /* no address of programs is higher */
	uint64_t upper_first; /* of the kernel's; 0: it has none here */
};

/* The paging of a mode; NULL: it has none. */
const struct paging *paging_of(enum translate_mode mode);

/*
 * That of a running machine, whose kernel's addresses begin at UPPER_FIRST (0:
 * it has none).  False: the tables are none that are known.
 */
bool paging_of_machine(const struct page_tables *tables, uint64_t upper_first,
	struct paging *paging);

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

/* Whether the tables translate such an address at all. */
bool paging_reaches(const struct paging *paging, uint64_t address);

/*
 * Whether the address is in the kernel's half; with 32-bit addresses of a
 * mode, above the line that Linux draws by default at 3 GiB.  No matter which
 * where the tables do not reach it.
 */
bool paging_is_kernel(const struct paging *paging, uint64_t address);

#endif
