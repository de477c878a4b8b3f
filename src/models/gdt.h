/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The global descriptor table as Linux lays it out on x86-64
 * (arch/x86/include/asm/segment.h), and what the processor tells of its
 * entries without showing them.
 */
#ifndef MEMTOOL_MODELS_GDT_H
#define MEMTOOL_MODELS_GDT_H

#include "models/selector.h"

enum { GDT_ENTRIES = 16, GDT_TLS_FIRST = 12, GDT_TLS_LAST = 14, GDT_CPU = 15 };

/* "__USER_CS"; NULL: the entry has no name, or is none of the table. */
const char *gdt_name(unsigned index);

/* Whether each thread has an entry of its own here (set_thread_area(2)). */
bool gdt_is_thread_local(unsigned index);

/*
 * What LAR has told, as a descriptor: all but base and limit.  LSL tells the
 * limit, in bytes.
 */
struct descriptor descriptor_of_rights(uint32_t rights, uint32_t limit);

/* Which processor and node the limit of entry GDT_CPU stands for. */
unsigned gdt_cpu_of(uint32_t limit);
unsigned gdt_node_of(uint32_t limit);

#endif
