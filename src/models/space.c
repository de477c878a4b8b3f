/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/space.h"

#include <stdio.h>
#include <string.h>

bool space_is_upper(const struct space *space, uint64_t address)
{
	return space->user_end && address >= space->user_end;
}

static bool is_alike(const struct block *a, const struct block *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

/* The name of the joined block. */
static void name_both(struct block *a, const struct block *b)
{
	static const char *const names[] = {
		[BLOCK_ANONYMOUS] = "anonymous",
		[BLOCK_PROGRAM] = "the program",
		[BLOCK_LIBRARY] = "libraries",
		[BLOCK_FILE] = "files",
		[BLOCK_NAMED] = "of the kernel's names",
		[BLOCK_OTHER] = "",
		[BLOCK_VARIOUS] = "various",
	};

	if (is_alike(a, b))
		return;
	if (a->kind != b->kind)
		a->kind = BLOCK_VARIOUS;
	snprintf(a->name, sizeof(a->name), "%s", names[a->kind]);
}

static void join(struct block *a, const struct block *b)
{
	name_both(a, b);
	a->end = b->end;
	a->mapped += b->mapped;
	a->mappings += b->mappings;
}

/* Join the two neighbours with the smallest gap between them. */
static void make_room(struct space *space)
{
	struct block *blocks = space->blocks;
	uint64_t smallest = UINT64_MAX;
	size_t at = 0;

	for (size_t i = 0; i + 1 < space->count; i++) {
		uint64_t gap = blocks[i + 1].start - blocks[i].end;

		/* Never join user and kernel areas. */
		if (space_is_upper(space, blocks[i].start) !=
			space_is_upper(space, blocks[i + 1].start))
			continue;
		if (gap < smallest) {
			smallest = gap;
			at = i;
		}
	}
	join(&blocks[at], &blocks[at + 1]);
	memmove(&blocks[at + 1], &blocks[at + 2],
		(space->count - at - 2) * sizeof(*blocks));
	space->count--;
}

void space_add(struct space *space, const struct block *mapping)
{
	struct block *last =
		space->count ? &space->blocks[space->count - 1] : NULL;
	struct block block = *mapping;

	if (last && block.start < last->end)
		block.start = last->end;
	if (block.start >= block.end)
		return;
	block.mapped = block.end - block.start;
	if (last && last->end == block.start && is_alike(last, &block)) {
		join(last, &block);
		return;
	}
	if (space->count == BLOCKS_MAX)
		make_room(space);
	space->blocks[space->count++] = block;
}
