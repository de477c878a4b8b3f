/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many levels the page tables of this machine have. */
#ifndef MEMTOOL_PROC_PAGING_LEVELS_H
#define MEMTOOL_PROC_PAGING_LEVELS_H

/*
 * From the text of an x86-64 /proc/cpuinfo: 5 where the flag la57 stands in it,
 * else 4; 0: it has no flags.  The kernel hides the flag where it makes no use
 * of it (early_identify_cpu() in arch/x86/kernel/cpu/common.c); "address
 * sizes" stays at 57 bits then, being what the processor could do.
 */
unsigned paging_levels_of(const char *cpuinfo);

/*
 * The same of this machine, where an address above 47 bits is given to who asks
 * for it just if there are 5; 0: not known, or it is no x86-64.
 */
unsigned read_paging_levels(void);

#endif
