/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/paging.h"

#include <stddef.h>

#include "words/array.h"

/* arch/x86/Kconfig: VMSPLIT_3G. */
#define SPLIT_3G UINT64_C(0xc0000000)

/* The highest of BITS bits: the start of the upper half. */
#define UPPER(bits) (UINT64_C(1) << ((bits)-1))

static const struct paging kinds[] = {
	{TRANSLATE_32, "32-bit", 32, 4, 2,
		{{"PD", 22, 10, true}, {"PT", 12, 10, true}}, HALVES_SPLIT,
		UINT32_MAX, SPLIT_3G},
	{TRANSLATE_PAE, "PAE", 32, 8, 3,
		{{"PDPT", 30, 2, false}, {"PD", 21, 9, true},
			{"PT", 12, 9, true}},
		HALVES_SPLIT, UINT32_MAX, SPLIT_3G},
	{TRANSLATE_4LEVEL, "4-level", 48, 8, 4,
		{{"PML4", 39, 9, false}, {"PDPT", 30, 9, true},
			{"PD", 21, 9, true}, {"PT", 12, 9, true}},
		HALVES_SIGNED, UPPER(48) - 1, 0 - UPPER(48)},
	{TRANSLATE_5LEVEL, "5-level", 57, 8, 5,
		{{"PML5", 48, 9, false}, {"PML4", 39, 9, false},
			{"PDPT", 30, 9, true}, {"PD", 21, 9, true},
			{"PT", 12, 9, true}},
		HALVES_SIGNED, UPPER(57) - 1, 0 - UPPER(57)},
};

const struct paging *paging_of(enum translate_mode mode)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].mode == mode)
			return &kinds[i];
	return NULL;
}

static struct paging_field field(
	const char *name, uint64_t address, unsigned low, unsigned bits)
{
	return (struct paging_field){.name = name,
		.high = low + bits - 1,
		.low = low,
		.value = address >> low & ((UINT64_C(1) << bits) - 1)};
}

/*
 * The level that maps a page of 2^PAGE_SHIFT bytes.  Some pages are several
 * entries of one level (arm64's contiguous bit).
 */
static unsigned last_level(const struct paging *paging, unsigned page_shift)
{
	unsigned last = paging->levels - 1;

	while (last && paging->level[last - 1].shift <= page_shift)
		last--;
	return last;
}

unsigned paging_split(const struct paging *paging, uint64_t address,
	unsigned page_shift, struct paging_field fields[PAGING_FIELDS_MAX])
{
	unsigned last = last_level(paging, page_shift), count = 0;

	for (unsigned i = 0; i <= last; i++)
		fields[count++] = field(paging->level[i].table, address,
			paging->level[i].shift, paging->level[i].bits);
	fields[count++] =
		field("offset", address, 0, paging->level[last].shift);
	return count;
}

bool paging_is_canonical(uint64_t address, unsigned bits)
{
	uint64_t upper = address >> (bits - 1);

	/* A 32-bit linear address has no further bits. */
	if (bits == 32)
		return address >> 32 == 0;
	return upper == 0 || upper == UINT64_MAX >> (bits - 1);
}

bool paging_reaches(const struct paging *paging, uint64_t address)
{
	return address <= paging->lower_last ||
	       paging_is_kernel(paging, address);
}

bool paging_is_kernel(const struct paging *paging, uint64_t address)
{
	return paging->upper_first && address >= paging->upper_first;
}
