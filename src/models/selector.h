/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decode selectors and segment descriptors of x86: Intel SDM, Volume 3A,
 * "Protected-Mode Memory Management", sections "Segment Selectors", "Segment
 * Descriptors" and "System Descriptor Types".
 */
#ifndef MEMTOOL_MODELS_SELECTOR_H
#define MEMTOOL_MODELS_SELECTOR_H

#include <stdbool.h>
#include <stdint.h>

struct selector {
	unsigned index; /* index of the descriptor in its table */
	bool local;     /* TI: the table is the LDT */
	unsigned rpl;
	bool null; /* the first of the GDT, with any RPL */
};

struct selector selector_decode(uint16_t value);

struct descriptor {
	uint32_t base;
	uint32_t limit;           /* 20 bits */
	uint32_t effective_limit; /* limit in bytes */
	unsigned type;            /* 4 bits */
	bool system;              /* S is clear: neither code nor data */
	unsigned dpl;
	bool present;
	bool available; /* AVL: for software */
	bool wide;      /* L: 64-bit code */
	bool big;       /* D/B */
	bool pages;     /* G: the limit counts pages of 4 KiB */
	/* From the type; false for a system segment. */
	bool code, accessed;
	bool expand_down, writable; /* data segment */
	bool conforming, readable;  /* code segment; data is always readable */
};

struct descriptor descriptor_decode(uint64_t value);

/*
 * "data, read/write, accessed": the type as named in the manual.  System types
 * differ in LONG_MODE.
 */
const char *descriptor_type_name(
	const struct descriptor *descriptor, bool long_mode);

#endif
