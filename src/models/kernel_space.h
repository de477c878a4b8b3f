/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel's half of the addresses is for on x86-64, as Linux documents
 * it (Documentation/arch/x86/x86_64/mm.rst).  These are defaults: with
 * CONFIG_RANDOMIZE_MEMORY the direct map, vmalloc and vmemmap begin elsewhere
 * at each boot, in the same order, and with CONFIG_RANDOMIZE_BASE the kernel's
 * text and modules are moved within their areas.
 */
#ifndef MEMTOOL_MODELS_KERNEL_SPACE_H
#define MEMTOOL_MODELS_KERNEL_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_area {
	const char *name;
	uint64_t first, last;
	bool moves; /* at boot, by KASLR */
};

/*
 * Area N of a kernel with page tables of 4 or 5 levels, from the lowest
 * address to the highest; NULL: there are no more, or LEVELS is neither.
 */
const struct kernel_area *kernel_space_area(unsigned levels, size_t n);

#endif
