/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An address space in few blocks, however many mappings it has: neighbours of
 * one name are one block, and where there are too many blocks those with the
 * smallest gaps between them are taken together.
 */
#ifndef MEMTOOL_MODELS_SPACE_H
#define MEMTOOL_MODELS_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLOCKS_MAX = 48, BLOCK_NAME = 64 };

/* What blocks are taken together as. */
enum block_kind {
	BLOCK_ANONYMOUS,
	BLOCK_PROGRAM,
	BLOCK_LIBRARY,
	BLOCK_FILE,
	BLOCK_NAMED, /* by the kernel: [heap], [stack], [vdso] */
	BLOCK_OTHER, /* what is there, and not to be shown */
	BLOCK_VARIOUS,
};

struct block {
	enum block_kind kind;
	char name[BLOCK_NAME];
	char perms[5];       /* of its first mapping */
	uint64_t start, end; /* end: the first byte after it */
	uint64_t mapped;     /* bytes; less than its size where it has gaps */
	uint64_t mappings;
};

/* From the lowest address to the highest. */
struct space {
	struct block blocks[BLOCKS_MAX];
	size_t count;
	/*
	 * The first address that no program has: what lies below it and what
	 * lies above are never joined.  0: not known.
	 */
	uint64_t user_end;
};

/*
 * Add a mapping; they come from low to high.  .mapped is not looked at, and
 * what overlaps the one before it (it grew while they were read) is cut off.
 */
void space_add(struct space *space, const struct block *mapping);

/* Whether ADDRESS lies above those of programs. */
bool space_is_upper(const struct space *space, uint64_t address);

#endif
