/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which page tables this machine's kernel uses. */
#ifndef MEMTOOL_PROC_PAGE_TABLES_H
#define MEMTOOL_PROC_PAGE_TABLES_H

#include "proc/address_space.h"

/*
 * From the text of an x86-64 /proc/cpuinfo: 5 if it has the flag la57, else 4;
 * 0: it has no flags.  The kernel hides the flag if it does not use it
 * (early_identify_cpu() in arch/x86/kernel/cpu/common.c); "address sizes" then
 * still has 57 bits, which the processor supports.
 */
unsigned paging_levels_of(const char *cpuinfo);

/*
 * From the text of an i386 /proc/meminfo: whether the kernel uses PAE.  Its
 * large pages then have 2 MiB, else 4 MiB: arch_report_meminfo() in
 * arch/x86/mm/pat/set_memory.c.  False: the text has neither line.
 */
bool pae_of(const char *meminfo, bool *pae);

/* From a ppc64 /proc/cpuinfo: "MMU : Radix". */
bool radix_of(const char *cpuinfo);

/* From an arm /proc/cpuinfo: whether the processor supports LPAE. */
bool lpae_possible_of(const char *cpuinfo);

/*
 * The page tables of process PID with address space SPACE.  False: unknown, or
 * not a tree (ppc64 with a hash table).
 */
bool read_page_tables(pid_t pid, const struct address_space *space,
	struct page_tables *tables);

#endif
