/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of --via: the system calls that usercopy copies with. */
#ifndef MEMTOOL_WORDS_VIA_H
#define MEMTOOL_WORDS_VIA_H

#include <stdbool.h>
#include <stdint.h>

enum via {
	VIA_WRITE,
	VIA_PWRITE,
	VIA_WRITEV,
	VIA_PROCESS_VM_READV,
	/* From here on: copies to user memory. */
	VIA_READ,
	VIA_PREAD,
	VIA_READV,
	VIA_PROCESS_VM_WRITEV,
	VIA_GETRANDOM,
	VIAS,
};

static inline bool via_writes_memory(uint64_t via)
{
	return via >= VIA_READ;
}

#endif
