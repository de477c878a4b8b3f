/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the bits of an entry mean where it stands. */
#include "models/walk_internal.h"

bool walk_is_leaf(
	const struct walk_query *query, unsigned level, uint64_t value)
{
	const struct paging *p = query->paging;

	if (level + 1 == p->levels)
		return true;
	if (!p->level[level].pages || !(value & ENTRY_PAGE))
		return false;
	/* Without CR4.PSE the bit is ignored; other kinds need no CR4.PSE. */
	return p->mode != TRANSLATE_32 || query->control & CONTROL_PSE;
}

/* Of a page of 4 MiB, "Format of a 32-Bit Page-Directory Entry that Maps". */
static uint64_t reserved_32(const struct walk_query *query, bool large)
{
	unsigned bits = query->physical_bits < 40 ? query->physical_bits : 40;

	if (!large)
		return 0;
	if (!(query->control & CONTROL_PSE36))
		bits = 32;
	return walk_bits(21, bits - 19);
}

/* The top level of PAE has nothing but an address: "PDPTE Registers". */
static uint64_t reserved_pdpte(const struct walk_query *query)
{
	return walk_bits(2, 1) | walk_bits(8, 5) |
	       walk_bits(63, query->physical_bits);
}

uint64_t walk_reserved(
	const struct walk_query *query, unsigned level, uint64_t value)
{
	const struct paging *p = query->paging;
	bool leaf = walk_is_leaf(query, level, value);
	bool large = leaf && level + 1 < p->levels;
	uint64_t reserved;

	if (p->mode == TRANSLATE_32)
		return value & reserved_32(query, large);
	if (p->mode == TRANSLATE_PAE && level == 0)
		return value & reserved_pdpte(query);
	/* PAE has bits 62 to 52 reserved, the others have them ignored. */
	reserved = walk_bits(
		p->mode == TRANSLATE_PAE ? 62 : 51, query->physical_bits);
	if (!(query->control & CONTROL_NXE))
		reserved |= ENTRY_NX;
	if (large)
		reserved |= walk_bits(p->level[level].shift - 1, 13);
	if (!p->level[level].pages)
		reserved |= ENTRY_PAGE;
	return value & reserved;
}
