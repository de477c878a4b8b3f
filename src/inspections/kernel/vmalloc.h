/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_VMALLOC_H
#define MEMTOOL_INSPECTIONS_KERNEL_VMALLOC_H

#include "inspections/kernel/callers.h"
#include "inspections/kernel/demonstration.h"
#include "inspections/missing.h"

/* Make the kernel allocate stacks for many threads. */
void vmalloc_demonstrate(struct demonstration *demo, uint64_t page_size);

#endif
