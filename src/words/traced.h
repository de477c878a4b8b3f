/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory calls that trace stops at; names_traced has their names. */
#ifndef MEMTOOL_WORDS_TRACED_H
#define MEMTOOL_WORDS_TRACED_H

enum traced {
	TRACED_MMAP = 1 << 0,
	TRACED_MUNMAP = 1 << 1,
	TRACED_MREMAP = 1 << 2,
	TRACED_MPROTECT = 1 << 3,
	TRACED_MADVISE = 1 << 4,
	TRACED_MLOCK = 1 << 5,
	TRACED_MUNLOCK = 1 << 6,
	TRACED_MLOCKALL = 1 << 7,
	TRACED_MUNLOCKALL = 1 << 8,
	TRACED_MSYNC = 1 << 9,
	TRACED_MINCORE = 1 << 10,
	TRACED_MSEAL = 1 << 11,
	TRACED_BRK = 1 << 12,
	TRACED_ALL = (1 << 13) - 1,
};

#endif
