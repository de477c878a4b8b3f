/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides where things lie in an address space. */
#ifndef MEMTOOL_PROC_ADDRESS_LAYOUT_H
#define MEMTOOL_PROC_ADDRESS_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

/* "address sizes : 46 bits physical, 48 bits virtual" of /proc/cpuinfo. */
struct address_sizes {
	unsigned physical, virtual; /* 0: not told */
};

struct address_sizes address_sizes_of(const char *cpuinfo);
struct address_sizes read_address_sizes(void);

/* A number that may be unknown. */
struct setting {
	bool known;
	uint64_t value;
	bool assumed; /* it is the kernel's default, and could not be read */
};

struct layout_settings {
	struct setting randomize_va_space;
	struct setting mmap_rnd_bits;
	struct setting mmap_rnd_compat_bits;
	struct setting mmap_min_addr;
	struct setting legacy_va_layout;
	uint64_t stack_guard_gap;
	bool no_randomize; /* ADDR_NO_RANDOMIZE of our personality(2) */
};

void read_layout_settings(struct layout_settings *settings);

#endif
