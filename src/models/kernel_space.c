/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/kernel_space.h"

#include "words/array.h"

#define AT(address) UINT64_C(0x##address)

static const struct kernel_area areas_4[] = {
	{"LDT remap", AT(ffff880000000000), AT(ffff887fffffffff), false},
	{"direct map", AT(ffff888000000000), AT(ffffc87fffffffff), true},
	{"vmalloc", AT(ffffc90000000000), AT(ffffe8ffffffffff), true},
	{"vmemmap", AT(ffffea0000000000), AT(ffffeaffffffffff), true},
	{"KASAN shadow", AT(ffffec0000000000), AT(fffffbffffffffff), false},
};

static const struct kernel_area areas_5[] = {
	{"LDT remap", AT(ff10000000000000), AT(ff10ffffffffffff), false},
	{"direct map", AT(ff11000000000000), AT(ff90ffffffffffff), true},
	{"vmalloc", AT(ffa0000000000000), AT(ffd1ffffffffffff), true},
	{"vmemmap", AT(ffd4000000000000), AT(ffd5ffffffffffff), true},
	{"KASAN shadow", AT(ffdf000000000000), AT(fffffbffffffffff), false},
};

/* "Identical layout to the 56-bit one from here on" */
static const struct kernel_area areas_both[] = {
	{"cpu_entry_area", AT(fffffe0000000000), AT(fffffe7fffffffff), false},
	{"%esp fixup", AT(ffffff0000000000), AT(ffffff7fffffffff), false},
	{"EFI", AT(ffffffef00000000), AT(fffffffeffffffff), false},
	{"kernel text", AT(ffffffff80000000), AT(ffffffff9fffffff), true},
	{"modules", AT(ffffffffa0000000), AT(fffffffffeffffff), true},
};

enum {
	OWN = ARRAY_SIZE(areas_4),
	BOTH = ARRAY_SIZE(areas_both),
};

const struct kernel_area *kernel_space_area(unsigned levels, size_t n)
{
	if (levels != 4 && levels != 5)
		return NULL;
	if (n < OWN)
		return levels == 4 ? &areas_4[n] : &areas_5[n];
	return n < OWN + BOTH ? &areas_both[n - OWN] : NULL;
}
