/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How page tables split an address.  The four kinds on x86: Intel SDM, Volume
 * 3A, "Paging", sections "32-Bit Paging", "PAE Paging" and "4-Level Paging and
 * 5-Level Paging".
 */
#ifndef MEMTOOL_MODELS_PAGING_H
#define MEMTOOL_MODELS_PAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "words/machine.h"
#include "words/translate.h"

enum { PAGING_LEVELS_MAX = 5, PAGING_OFFSET_BITS = 12 };

/* What separates user addresses from kernel addresses. */
enum paging_halves {
	HALVES_SPLIT,    /* 32 bits: a boundary chosen by the kernel */
	HALVES_SIGNED,   /* the upper bits are copies of the highest */
	HALVES_TWO,      /* arm64: tables for each half */
	HALVES_REGIONS,  /* ppc64: the topmost bits */
	HALVES_SEPARATE, /* s390x: separate address spaces */
};

/* One kind of paging; .levels are from the top down. */
struct paging {
	enum translate_mode mode;
	const char *name;    /* "4-level" */
	unsigned bits;       /* bits of a linear address */
	unsigned entry_size; /* bytes */
	unsigned levels;
	struct {
		const char *table; /* "PML4" */
		unsigned shift;    /* lowest bit of its index */
		unsigned bits;     /* bits of its index */
		bool pages;        /* its entries may map a page */
	} level[PAGING_LEVELS_MAX];
	enum paging_halves halves;
	uint64_t lower_last;  /* the highest user address */
	uint64_t upper_first; /* the lowest kernel address; 0: none here */
};

/* The paging of a mode; NULL: no paging. */
const struct paging *paging_of(enum translate_mode mode);

/*
 * The paging of a running machine whose kernel addresses begin at UPPER_FIRST
 * (0: none).  False: unknown page tables.
 */
bool paging_of_machine(const struct page_tables *tables, uint64_t upper_first,
	struct paging *paging);

/* A field of a linear address: bits HIGH to LOW. */
struct paging_field {
	const char *name; /* "PML4", "offset" */
	unsigned high, low;
	uint64_t value;
};

enum { PAGING_FIELDS_MAX = PAGING_LEVELS_MAX + 1 };

/*
 * Split ADDRESS, whose page has 2^PAGE_SHIFT bytes: the lower bits are the
 * offset, so a huge page has fewer indices.  Returns the number of fields.
 */
unsigned paging_split(const struct paging *paging, uint64_t address,
	unsigned page_shift, struct paging_field fields[PAGING_FIELDS_MAX]);

/* Whether the bits from BITS up are copies of the bit below. */
bool paging_is_canonical(uint64_t address, unsigned bits);

/* Whether the tables can translate this address. */
bool paging_reaches(const struct paging *paging, uint64_t address);

/*
 * Whether the address is in the kernel's half; for a mode with 32-bit
 * addresses, above the boundary of 3 GiB, Linux's default.  Undefined for
 * addresses that the tables cannot translate.
 */
bool paging_is_kernel(const struct paging *paging, uint64_t address);

#endif
