/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings that decide the layout of an address space. */
#ifndef MEMTOOL_PROC_ADDRESS_LAYOUT_H
#define MEMTOOL_PROC_ADDRESS_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/address_space.h"

/* "address sizes : 46 bits physical, 48 bits virtual" of /proc/cpuinfo. */
struct address_sizes {
	unsigned physical, virtual; /* 0: unknown */
};

struct address_sizes address_sizes_of(const char *cpuinfo);
struct address_sizes read_address_sizes(void);

/* A number that may be unknown. */
struct setting {
	bool known;
	uint64_t value;
	bool assumed; /* not readable: the kernel's default */
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

void read_layout_settings(
	struct layout_settings *settings, const struct address_space *own);

/* Whether the kernel randomizes addresses of a process (PF_RANDOMIZE). */
bool read_randomizes(pid_t pid);

/*
 * The default number of random bits of mmap(2), for 32-bit programs on a 64-bit
 * kernel (COMPAT) or for others; 0: unknown.
 */
unsigned default_rnd_bits(
	enum machine machine, uint64_t page_size, bool compat);

/* The one of the two settings that applies to a process. */
const struct setting *rnd_bits_of(const struct layout_settings *settings,
	const struct address_space *process);

/* The number of random bits of a stack, counting pages; 0: unknown. */
unsigned stack_rnd_bits(const struct address_space *process);

#endif
