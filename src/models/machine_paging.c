/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page tables of running machines: x86 and others. */
#include "models/paging.h"

/* One level, from the top down. */
struct paging_level {
	const char *table;
	unsigned bits;
};

/* Stack the levels, the last directly above the offset. */
static void stack_levels(struct paging *paging,
	const struct paging_level *levels, unsigned count, unsigned page_shift)
{
	unsigned shift = page_shift;

	paging->levels = count;
	for (unsigned i = count; i > 0; i--) {
		paging->level[i - 1].table = levels[i - 1].table;
		paging->level[i - 1].shift = shift;
		paging->level[i - 1].bits = levels[i - 1].bits;
		paging->level[i - 1].pages = true;
		shift += levels[i - 1].bits;
	}
}

/*
 * Documentation/arch/arm64/memory.rst, and ARM DDI 0487, "The VMSAv8-64
 * translation table lookup".  A table fills a page with 8-byte entries; the
 * first level has the remaining bits.  The fifth, for 52 bits with 4 KiB pages,
 * is level -1.
 */
static bool arm64_levels(
	struct paging *paging, const struct page_tables *tables)
{
	static const char *const names[] = {"L-1", "L0", "L1", "L2", "L3"};
	unsigned each = tables->page_shift - 3,
		 left = tables->bits - tables->page_shift;
	unsigned count = (left + each - 1) / each;
	struct paging_level levels[PAGING_LEVELS_MAX];

	if (tables->bits <= tables->page_shift || count > PAGING_LEVELS_MAX)
		return false;
	for (unsigned i = 0; i < count; i++)
		levels[i] = (struct paging_level){
			names[PAGING_LEVELS_MAX - count + i],
			i ? each : left - each * (count - 1)};
	stack_levels(paging, levels, count, tables->page_shift);
	paging->name = "arm64";
	paging->halves = HALVES_TWO;
	paging->lower_last = UINT64_MAX >> (64 - tables->bits);
	return true;
}

/* RISC-V Privileged Architecture, "Sv39", "Sv48" and "Sv57". */
static bool riscv_levels(
	struct paging *paging, const struct page_tables *tables)
{
	static const struct paging_level levels[] = {{"VPN[4]", 9},
		{"VPN[3]", 9}, {"VPN[2]", 9}, {"VPN[1]", 9}, {"VPN[0]", 9}};
	unsigned count = (tables->bits - tables->page_shift) / 9;

	if (tables->bits != 39 && tables->bits != 48 && tables->bits != 57)
		return false;
	stack_levels(paging, levels + PAGING_LEVELS_MAX - count, count,
		tables->page_shift);
	paging->name = tables->bits == 39   ? "sv39"
		       : tables->bits == 48 ? "sv48"
					    : "sv57";
	paging->halves = HALVES_SIGNED;
	paging->lower_last = UINT64_MAX >> (65 - tables->bits);
	return true;
}

/* z/Architecture Principles of Operation, "Dynamic Address Translation". */
static bool s390x_levels(
	struct paging *paging, const struct page_tables *tables)
{
	static const struct paging_level levels[] = {
		{"RFX", 11}, {"RSX", 11}, {"RTX", 11}, {"SX", 11}, {"PX", 8}};
	unsigned count = tables->bits == 42 ? 3 : tables->bits == 53 ? 4 : 5;

	stack_levels(paging, levels + PAGING_LEVELS_MAX - count, count,
		tables->page_shift);
	paging->name = count == 3   ? "region-third"
		       : count == 4 ? "region-second"
				    : "region-first";
	paging->halves = HALVES_SEPARATE;
	paging->lower_last = UINT64_MAX >> (64 - tables->bits);
	return true;
}

/* RADIX_*_INDEX_SIZE, arch/powerpc/include/asm/book3s/64/radix-{4k,64k}.h. */
static bool radix_levels(
	struct paging *paging, const struct page_tables *tables)
{
	const struct paging_level levels[] = {{"PGD", 13}, {"PUD", 9},
		{"PMD", 9}, {"PTE", tables->page_shift == 16 ? 5 : 9}};

	if (tables->page_shift != 12 && tables->page_shift != 16)
		return false;
	stack_levels(paging, levels, 4, tables->page_shift);
	paging->name = "radix";
	paging->halves = HALVES_REGIONS;
	paging->lower_last = UINT64_MAX >> (64 - 52);
	return true;
}

/*
 * ARM DDI 0406, "Short-descriptor" and "Long-descriptor translation table
 * format".  These are the processor's levels: Linux combines two second-level
 * tables of the short format.
 */
static bool arm_levels(struct paging *paging, const struct page_tables *tables)
{
	static const struct paging_level narrow[] = {{"L1", 12}, {"L2", 8}};
	static const struct paging_level wide[] = {
		{"L1", 2}, {"L2", 9}, {"L3", 9}};

	if (tables->page_shift != 12)
		return false;
	if (tables->wide_entries)
		stack_levels(paging, wide, 3, tables->page_shift);
	else
		stack_levels(paging, narrow, 2, tables->page_shift);
	paging->name = tables->wide_entries ? "LPAE" : "short-descriptor";
	paging->halves = HALVES_SPLIT;
	paging->lower_last = UINT32_MAX;
	return true;
}

static bool x86_levels(struct paging *paging, const struct page_tables *tables)
{
	if (tables->machine == MACHINE_I386)
		*paging = *paging_of(
			tables->wide_entries ? TRANSLATE_PAE : TRANSLATE_32);
	else if (tables->bits == 48 || tables->bits == 57)
		*paging = *paging_of(tables->bits == 48 ? TRANSLATE_4LEVEL
							: TRANSLATE_5LEVEL);
	else
		return false;
	return true;
}

static bool put_levels(struct paging *paging, const struct page_tables *tables)
{
	switch (tables->machine) {
	case MACHINE_X86_64:
	case MACHINE_I386:
		return x86_levels(paging, tables);
	case MACHINE_ARM64:
		return arm64_levels(paging, tables);
	case MACHINE_ARM:
		return arm_levels(paging, tables);
	case MACHINE_RISCV64:
		return riscv_levels(paging, tables);
	case MACHINE_PPC64:
		return radix_levels(paging, tables);
	case MACHINE_S390X:
		return s390x_levels(paging, tables);
	case MACHINE_OTHER:
		break;
	}
	return false;
}

bool paging_of_machine(const struct page_tables *tables, uint64_t upper_first,
	struct paging *paging)
{
	*paging = (struct paging){
		.mode = TRANSLATE_LIVE, .bits = tables->bits, .entry_size = 8};
	if (!put_levels(paging, tables))
		return false;
	paging->upper_first = upper_first;
	return true;
}
