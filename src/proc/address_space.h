/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the virtual addresses of this machine are divided between user space and
 * the kernel.  The end of user addresses is found by asking the kernel; the
 * rest follows from it and from the machine.  All code that draws, splits or
 * explains addresses uses this; nothing else assumes where user addresses end.
 */
#ifndef MEMTOOL_PROC_ADDRESS_SPACE_H
#define MEMTOOL_PROC_ADDRESS_SPACE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "words/machine.h"

/* Why the kernel has no addresses among these. */
enum kernel_place {
	KERNEL_UNKNOWN,
	KERNEL_ABOVE,     /* it has, from .kernel_start on */
	KERNEL_SEPARATE,  /* it has a separate address space (s390x) */
	KERNEL_BEYOND_32, /* a 32-bit program on a 64-bit kernel */
};

struct address_space {
	enum machine machine; /* of the kernel */
	bool wide;            /* the program has 64-bit addresses */
	uint64_t page_size;
	uint64_t user_end; /* the first address above user space; 0: unknown */
	/*
	 * The rest follows from these.  mmap(2) returns addresses from
	 * .hinted_start on only if addr is there; .user_end if there is no such
	 * boundary.
	 */
	uint64_t hinted_start;
	enum kernel_place kernel;
	uint64_t kernel_start, kernel_last;
	unsigned bits;    /* of an address in use; 0: unknown */
	bool both_halves; /* each half has all .bits, without a sign bit */
};

/* Derive the rest from the first four members. */
void address_space_complete(struct address_space *space);

/* The address space of memtool itself, and so of its subject. */
struct address_space read_address_space(void);

/*
 * The address space of process PID, whose program may have 32 or 64 bits,
 * unlike memtool.  Memtool's own if nothing else is known.
 */
struct address_space read_process_space(
	pid_t pid, const struct address_space *own);

/* Whether ADDRESS belongs to the kernel. */
bool address_is_kernels(const struct address_space *space, uint64_t address);

/*
 * The address without the bits that the processor ignores in user pointers: on
 * arm64 the topmost eight (Documentation/arch/arm64/ tagged-pointers.rst).
 */
uint64_t address_untagged(const struct address_space *space, uint64_t address);

/* The smallest power of two that is not below NUMBER; 0: 2^64. */
uint64_t address_power_above(uint64_t number);

#endif
