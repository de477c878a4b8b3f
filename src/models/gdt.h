/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The global descriptor table as laid out by Linux on x86-64
 * (arch/x86/include/asm/segment.h), and what instructions reveal of its
 * entries.
 */
#ifndef MEMTOOL_MODELS_GDT_H
#define MEMTOOL_MODELS_GDT_H

#include "models/selector.h"

enum { GDT_ENTRIES = 16, GDT_TLS_FIRST = 12, GDT_TLS_LAST = 14, GDT_CPU = 15 };

/* "__USER_CS"; NULL: the entry has no name, or is outside the table. */
const char *gdt_name(unsigned index);

/* Whether the entry is per thread (set_thread_area(2)). */
bool gdt_is_thread_local(unsigned index);

/*
 * The result of LAR as a descriptor: everything but base and limit.  LSL
 * returns the limit in bytes.
 */
struct descriptor descriptor_of_rights(uint32_t rights, uint32_t limit);

/* The processor and node encoded in the limit of entry GDT_CPU. */
unsigned gdt_cpu_of(uint32_t limit);
unsigned gdt_node_of(uint32_t limit);

#endif
