/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_INSPECTIONS_VMALLOC_H
#define MEMTOOL_INSPECTIONS_VMALLOC_H

#include "inspections/kernel/callers.h"
#include "inspections/kernel/demonstration.h"
#include "inspections/unseen.h"

/* Have the kernel make stacks for many threads. */
void vmalloc_demonstrate(struct demonstration *d, uint64_t page_size);

#endif
