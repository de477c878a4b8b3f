/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Selectors and segment descriptors of x86, taken apart: Intel SDM, Volume 3A,
 * "Protected-Mode Memory Management", sections "Segment Selectors", "Segment
 * Descriptors" and "System Descriptor Types".
 */
#ifndef MEMTOOL_MODELS_SELECTOR_H
#define MEMTOOL_MODELS_SELECTOR_H

#include <stdbool.h>
#include <stdint.h>

struct selector {
	unsigned index; /* of the descriptor in its table */
	bool local;     /* TI: the table is the LDT */
	unsigned rpl;
	bool null; /* the first of the GDT, whatever the RPL */
};

struct selector selector_decode(uint16_t value);

struct descriptor {
	uint32_t base;
	uint32_t limit;           /* 20 bits */
	uint32_t effective_limit; /* the same in bytes */
	unsigned type;            /* 4 bits */
	bool system;              /* S is clear: no code and no data */
	unsigned dpl;
	bool present;
	bool available; /* AVL: for software */
	bool wide;      /* L: 64-bit code */
	bool big;       /* D/B */
	bool pages;     /* G: the limit counts pages of 4 KiB */
	/* What the type says; false of a system segment. */
	bool code, accessed;
	bool expand_down, writable; /* of data */
	bool conforming, readable;  /* of code; data can always be read */
};

struct descriptor descriptor_decode(uint64_t value);

/*
 * "data, read/write, accessed": the type as the manual names it.  System
 * types are others where LONG_MODE.
 */
const char *descriptor_type_name(
	const struct descriptor *descriptor, bool long_mode);

#endif
