/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which page tables this machine's kernel uses. */
#ifndef MEMTOOL_PROC_PAGE_TABLES_H
#define MEMTOOL_PROC_PAGE_TABLES_H

#include "proc/address_space.h"

/*
 * From the text of an x86-64 /proc/cpuinfo: 5 where the flag la57 is in it,
 * else 4; 0: it has no flags.  The kernel hides the flag where it makes no use
 * of it (early_identify_cpu() in arch/x86/kernel/cpu/common.c); "address
 * sizes" stays at 57 bits then, which is what the processor could do.
 */
unsigned paging_levels_of(const char *cpuinfo);

/*
 * From the text of an i386 /proc/meminfo: whether the kernel uses PAE.  Its
 * large pages have 2 MiB then, else 4 MiB: arch_report_meminfo() in
 * arch/x86/mm/pat/set_memory.c.  False: the text has neither line.
 */
bool pae_of(const char *meminfo, bool *pae);

/* From a ppc64 /proc/cpuinfo: "MMU : Radix". */
bool radix_of(const char *cpuinfo);

/* From an arm /proc/cpuinfo: whether the processor could use LPAE. */
bool lpae_possible_of(const char *cpuinfo);

/*
 * Those that translate the addresses of process PID, which has SPACE.  False:
 * they are not known, or are not a tree (ppc64 with a hash table).
 */
bool read_page_tables(pid_t pid, const struct address_space *space,
	struct page_tables *tables);

#endif
