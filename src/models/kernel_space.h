/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The areas of the kernel's address space on x86-64
 * (Documentation/arch/x86/x86_64/mm.rst).  These are defaults: with
 * CONFIG_RANDOMIZE_MEMORY the direct map, vmalloc and vmemmap move at each
 * boot, in the same order, and with CONFIG_RANDOMIZE_BASE the kernel's text and
 * modules move within their areas.
 */
#ifndef MEMTOOL_MODELS_KERNEL_SPACE_H
#define MEMTOOL_MODELS_KERNEL_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_area {
	const char *name;
	uint64_t first, last;
	bool moves; /* moved at boot by KASLR */
};

/*
 * Area N, by address, with page tables of 4 or 5 levels; NULL: no more areas,
 * or another number of LEVELS.
 */
const struct kernel_area *kernel_space_area(unsigned levels, size_t n);

#endif
