/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The architectures whose address spaces memtool knows. */
#ifndef MEMTOOL_WORDS_MACHINE_H
#define MEMTOOL_WORDS_MACHINE_H

#include <stdbool.h>

enum machine {
	MACHINE_OTHER, /* only the end of user addresses is known */
	MACHINE_X86_64,
	MACHINE_I386,
	MACHINE_ARM64,
	MACHINE_ARM,
	MACHINE_RISCV64,
	MACHINE_PPC64,
	MACHINE_S390X,
};

/* The page tables that a kernel uses. */
struct page_tables {
	enum machine machine;
	unsigned page_shift; /* 12: pages of 4 KiB */
	unsigned bits;       /* of a translated address */
	bool wide_entries;   /* i386: PAE; arm: LPAE */
};

#endif
