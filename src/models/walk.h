/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page walk as the processor does it: Intel SDM, Volume 3A, "Paging", with
 * its sections "Access Rights" and "Page-Fault Exceptions".  Without protection
 * keys, shadow stacks and the processor's caches.
 */
#ifndef MEMTOOL_MODELS_WALK_H
#define MEMTOOL_MODELS_WALK_H

#include "models/exception.h"
#include "models/paging.h"

/* Bits of an entry. */
#define ENTRY_PRESENT UINT64_C(0x1)
#define ENTRY_WRITE UINT64_C(0x2)
#define ENTRY_USER UINT64_C(0x4)
#define ENTRY_ACCESSED UINT64_C(0x20)
#define ENTRY_DIRTY UINT64_C(0x40)
#define ENTRY_PAGE UINT64_C(0x80)
#define ENTRY_NX (UINT64_C(1) << 63)

/* Bits of the error code of a page fault. */
enum {
	FAULT_PRESENT = 1 << 0,
	FAULT_WRITE = 1 << 1,
	FAULT_USER = 1 << 2,
	FAULT_RESERVED = 1 << 3,
	FAULT_FETCH = 1 << 4,
};

struct walk_query {
	const struct paging *paging;
	uint64_t address;
	uint64_t cr3;
	enum access access;
	unsigned cpl;
	uint64_t control;       /* of enum translate_control */
	unsigned physical_bits; /* MAXPHYADDR */
	/* The entry at a physical address; false: nothing is known of it. */
	bool (*read)(const void *memory, uint64_t at, uint64_t *value);
	const void *memory;
};

struct walk_step {
	const char *table; /* "PML4" */
	unsigned index;
	uint64_t at; /* physical address of the entry */
	bool listed; /* else it is taken as 0 */
	uint64_t value;
	uint64_t reserved; /* bits that must not be set, but are */
	bool leaf;         /* it maps a page */
	bool large;        /* of more than 4 KiB */
	bool has_rights;   /* PAE: an entry loaded with CR3 has none */
};

struct walk_result {
	struct walk_step steps[PAGING_LEVELS_MAX];
	unsigned count;
	struct exception exception; /* #PF, or #GP */
	bool reached; /* a page was found, even if the access is not permitted
		       */
	unsigned page_shift;
	uint64_t physical;               /* physical address, if .reached */
	bool user, writable, executable; /* of all levels together */
	bool accessed;                   /* in each entry that has the bit */
	bool dirty;                      /* in the last one */
};

void walk(const struct walk_query *query, struct walk_result *result);

#endif
