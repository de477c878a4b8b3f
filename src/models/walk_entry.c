/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The meaning of an entry's bits at its level. */
#include "models/walk_internal.h"

bool walk_is_leaf(
	const struct walk_query *query, unsigned level, uint64_t value)
{
	const struct paging *paging = query->paging;

	if (level + 1 == paging->levels)
		return true;
	if (!paging->level[level].pages || !(value & ENTRY_PAGE))
		return false;
	/* Without CR4.PSE the bit is ignored; other kinds need no CR4.PSE. */
	return paging->mode != TRANSLATE_32 || query->control & CONTROL_PSE;
}

/* For a 4 MiB page: "Format of a 32-Bit Page-Directory Entry that Maps". */
static uint64_t reserved_32(const struct walk_query *query, bool large)
{
	unsigned bits = query->physical_bits < 40 ? query->physical_bits : 40;

	if (!large)
		return 0;
	if (!(query->control & CONTROL_PSE36))
		bits = 32;
	return walk_bits(21, bits - 19);
}

/* The top level of PAE has only an address: "PDPTE Registers". */
static uint64_t reserved_pdpte(const struct walk_query *query)
{
	return walk_bits(2, 1) | walk_bits(8, 5) |
	       walk_bits(63, query->physical_bits);
}

uint64_t walk_reserved(
	const struct walk_query *query, unsigned level, uint64_t value)
{
	const struct paging *paging = query->paging;
	bool leaf = walk_is_leaf(query, level, value);
	bool large = leaf && level + 1 < paging->levels;
	uint64_t reserved;

	if (paging->mode == TRANSLATE_32)
		return value & reserved_32(query, large);
	if (paging->mode == TRANSLATE_PAE && level == 0)
		return value & reserved_pdpte(query);
	/* Bits 62 to 52 are reserved in PAE, and ignored in the others. */
	reserved = walk_bits(
		paging->mode == TRANSLATE_PAE ? 62 : 51, query->physical_bits);
	if (!(query->control & CONTROL_NXE))
		reserved |= ENTRY_NX;
	if (large)
		reserved |= walk_bits(paging->level[level].shift - 1, 13);
	if (!paging->level[level].pages)
		reserved |= ENTRY_PAGE;
	return value & reserved;
}
