/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page tables of running machines, x86 and others. */
#include "models/paging.h"

/* A level of them, from the top down. */
struct level {
	const char *table;
	unsigned bits;
};

/* Put the levels on top of each other, the last above the offset. */
static void stack_levels(struct paging *p, const struct level *levels,
	unsigned count, unsigned page_shift)
{
	unsigned shift = page_shift;

	p->levels = count;
	for (unsigned i = count; i > 0; i--) {
		p->level[i - 1].table = levels[i - 1].table;
		p->level[i - 1].shift = shift;
		p->level[i - 1].bits = levels[i - 1].bits;
		p->level[i - 1].pages = true;
		shift += levels[i - 1].bits;
	}
}

/*
 * Documentation/arch/arm64/memory.rst, and ARM DDI 0487, "The VMSAv8-64
 * translation table lookup".  A table fills a page with entries of 8 bytes; the
 * first level takes the bits that are left.  The fifth, of 52 bits with pages
 * of 4 KiB, is level -1.
 */
static bool arm64_levels(struct paging *p, const struct page_tables *t)
{
	static const char *const names[] = {"L-1", "L0", "L1", "L2", "L3"};
	unsigned each = t->page_shift - 3, left = t->bits - t->page_shift;
	unsigned count = (left + each - 1) / each;
	struct level levels[PAGING_LEVELS_MAX];

	if (t->bits <= t->page_shift || count > PAGING_LEVELS_MAX)
		return false;
	for (unsigned i = 0; i < count; i++)
		levels[i] = (struct level){names[PAGING_LEVELS_MAX - count + i],
			i ? each : left - each * (count - 1)};
	stack_levels(p, levels, count, t->page_shift);
	p->name = "arm64";
	p->halves = HALVES_TWO;
	p->lower_last = UINT64_MAX >> (64 - t->bits);
	return true;
}

/* RISC-V Privileged Architecture, "Sv39", "Sv48" and "Sv57". */
static bool riscv_levels(struct paging *p, const struct page_tables *t)
{
	static const struct level levels[] = {{"VPN[4]", 9}, {"VPN[3]", 9},
		{"VPN[2]", 9}, {"VPN[1]", 9}, {"VPN[0]", 9}};
	unsigned count = (t->bits - t->page_shift) / 9;

	if (t->bits != 39 && t->bits != 48 && t->bits != 57)
		return false;
	stack_levels(
		p, levels + PAGING_LEVELS_MAX - count, count, t->page_shift);
	p->name = t->bits == 39 ? "sv39" : t->bits == 48 ? "sv48" : "sv57";
	p->halves = HALVES_SIGNED;
	p->lower_last = UINT64_MAX >> (65 - t->bits);
	return true;
}

/* z/Architecture Principles of Operation, "Dynamic Address Translation". */
static bool s390x_levels(struct paging *p, const struct page_tables *t)
{
	static const struct level levels[] = {
		{"RFX", 11}, {"RSX", 11}, {"RTX", 11}, {"SX", 11}, {"PX", 8}};
	unsigned count = t->bits == 42 ? 3 : t->bits == 53 ? 4 : 5;

	stack_levels(
		p, levels + PAGING_LEVELS_MAX - count, count, t->page_shift);
	p->name = count == 3   ? "region-third"
		  : count == 4 ? "region-second"
			       : "region-first";
	p->halves = HALVES_SEPARATE;
	p->lower_last = UINT64_MAX >> (64 - t->bits);
	return true;
}

/* RADIX_*_INDEX_SIZE, arch/powerpc/include/asm/book3s/64/radix-{4k,64k}.h. */
static bool radix_levels(struct paging *p, const struct page_tables *t)
{
	const struct level levels[] = {{"PGD", 13}, {"PUD", 9}, {"PMD", 9},
		{"PTE", t->page_shift == 16 ? 5 : 9}};

	if (t->page_shift != 12 && t->page_shift != 16)
		return false;
	stack_levels(p, levels, 4, t->page_shift);
	p->name = "radix";
	p->halves = HALVES_REGIONS;
	p->lower_last = UINT64_MAX >> (64 - 52);
	return true;
}

/*
 * ARM DDI 0406, "Short-descriptor" and "Long-descriptor translation table
 * format".  The processor's levels: Linux takes two of the short ones' second
 * tables as one.
 */
static bool arm_levels(struct paging *p, const struct page_tables *t)
{
	static const struct level narrow[] = {{"L1", 12}, {"L2", 8}};
	static const struct level wide[] = {{"L1", 2}, {"L2", 9}, {"L3", 9}};

	if (t->page_shift != 12)
		return false;
	if (t->wide_entries)
		stack_levels(p, wide, 3, t->page_shift);
	else
		stack_levels(p, narrow, 2, t->page_shift);
	p->name = t->wide_entries ? "LPAE" : "short-descriptor";
	p->halves = HALVES_SPLIT;
	p->lower_last = UINT32_MAX;
	return true;
}

static bool x86_levels(struct paging *p, const struct page_tables *t)
{
	if (t->machine == MACHINE_I386)
		*p = *paging_of(t->wide_entries ? TRANSLATE_PAE : TRANSLATE_32);
	else if (t->bits == 48 || t->bits == 57)
		*p = *paging_of(
			t->bits == 48 ? TRANSLATE_4LEVEL : TRANSLATE_5LEVEL);
	else
		return false;
	return true;
}

static bool put_levels(struct paging *p, const struct page_tables *t)
{
	switch (t->machine) {
	case MACHINE_X86_64:
	case MACHINE_I386:
		return x86_levels(p, t);
	case MACHINE_ARM64:
		return arm64_levels(p, t);
	case MACHINE_ARM:
		return arm_levels(p, t);
	case MACHINE_RISCV64:
		return riscv_levels(p, t);
	case MACHINE_PPC64:
		return radix_levels(p, t);
	case MACHINE_S390X:
		return s390x_levels(p, t);
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
