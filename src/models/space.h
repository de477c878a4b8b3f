/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An address space in few blocks, whatever the number of mappings: neighbours
 * with the same name become one block, and with too many blocks those with the
 * smallest gaps between them are joined.
 */
#ifndef MEMTOOL_MODELS_SPACE_H
#define MEMTOOL_MODELS_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLOCKS_MAX = 48, BLOCK_NAME = 64 };

/* The kinds of blocks. */
enum block_kind {
	BLOCK_ANONYMOUS,
	BLOCK_PROGRAM,
	BLOCK_LIBRARY,
	BLOCK_FILE,
	BLOCK_NAMED, /* by the kernel: [heap], [stack], [vdso] */
	BLOCK_OTHER, /* hidden contents */
	BLOCK_VARIOUS,
};

struct block {
	enum block_kind kind;
	char name[BLOCK_NAME];
	char perms[5];       /* from its first mapping */
	uint64_t start, end; /* end: the first byte after it */
	uint64_t mapped;     /* bytes; less than its size if it has gaps */
	uint64_t mappings;
};

/* In order of addresses. */
struct space {
	struct block blocks[BLOCKS_MAX];
	size_t count;
	/*
	 * The first address above user space: blocks below and above are never
	 * joined.  0: unknown.
	 */
	uint64_t user_end;
};

/*
 * Add a mapping, in order of addresses.  .mapped is ignored, and an overlap
 * with the previous one (which grew while they were read) is cut off.
 */
void space_add(struct space *space, const struct block *mapping);

/* Whether ADDRESS is above user space. */
bool space_is_upper(const struct space *space, uint64_t address);

#endif
