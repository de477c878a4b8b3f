/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/vmallocinfo: one area of the kernel's virtual memory per line.
 * 0x00000000d125245d-0x00000000ca5fb4f9   20480 kernel_clone+0xb8/0x400
 * pages=4 vmalloc N0=4
 */
#ifndef MEMTOOL_PROC_VMALLOCINFO_H
#define MEMTOOL_PROC_VMALLOCINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/lines.h"

enum { CALLER_MAX = 64 };

enum vmalloc_kind {
	VMALLOC_VMALLOC, /* pages of its own */
	VMALLOC_VMAP,    /* other pages, mapped a second time */
	VMALLOC_IOREMAP, /* device registers, not memory */
	VMALLOC_USER,    /* pages that user programs may map */
	VMALLOC_DMA,
	VMALLOC_UNPURGED, /* freed; its addresses are not free yet */
	VMALLOC_OTHER,
	VMALLOC_KINDS
};

struct vmalloc_area {
	uint64_t start; /* hashed by most kernels */
	uint64_t size;  /* with the guard page after it */
	uint64_t pages; /* that it owns; 0: none */
	enum vmalloc_kind kind;
	/* The function that allocated it; "": unknown. */
	char caller[CALLER_MAX];
};

bool vmallocinfo_next(struct lines *lines, struct vmalloc_area *area);

/* "ioremap" */
const char *vmalloc_kind_name(enum vmalloc_kind kind);

#endif
