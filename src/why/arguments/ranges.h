/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of addresses, the mappings in them, and where they may lie at all. */
#ifndef MEMTOOL_WHY_RANGES_H
#define MEMTOOL_WHY_RANGES_H

#include "proc/address_space.h"
#include "proc/smaps.h"
#include "why/inquiry.h"

struct range {
	uint64_t start, end; /* end: the first byte after it */
};

/* To a multiple of UNIT, or of the page size.  Up may wrap around to 0. */
uint64_t round_up(uint64_t value, uint64_t unit);
uint64_t page_floor(const struct inquiry *q, uint64_t address);
uint64_t page_ceil(const struct inquiry *q, uint64_t address);

/*
 * The addresses that the call covers, as the kernel rounds them to pages.
 * False: none at all, or the end wraps around.
 */
bool range_of(const struct inquiry *q, struct range *range);

/* How much of a mapping lies in the range, in bytes. */
uint64_t overlap(const struct mapping *m, struct range range);

/* The mappings before the call that reach into a range, in turn. */
struct maps_walk {
	struct range range;
	struct maps maps;
};
struct maps_walk maps_walk_of(const struct inquiry *q, struct range range);
bool maps_walk_next(struct maps_walk *walk, struct mapping *m);

/*
 * The same with what smaps tells: as it was before the call where that was
 * recorded, else as it is now.  None, where nobody may look.
 */
struct smaps_walk {
	struct range range;
	struct smaps smaps;
};
struct smaps_walk smaps_walk_of(const struct inquiry *q, struct range range);
bool smaps_walk_next(struct smaps_walk *walk, struct smaps_mapping *m);

/* The one that holds ADDRESS. */
bool smaps_at(
	const struct inquiry *q, uint64_t address, struct smaps_mapping *m);

/* Whether a mapping's VmFlags have these two letters. */
bool has_flag(const struct smaps_mapping *m, const char *letters);

/*
 * The first mapping in RANGE whose flags have LETTERS (or, !HAVE, lack them):
 * 1, and it stands in *M; 0: there is none; -1: that cannot be known.
 */
int range_flagged(const struct inquiry *q, struct range range,
	const char *letters, bool have, struct smaps_mapping *m);

/* The first part of RANGE that was not mapped before the call. */
bool range_hole(
	const struct inquiry *q, struct range range, struct range *hole);

/* The page size of the mapping at ADDRESS: larger for hugetlb. */
uint64_t page_at(const struct inquiry *q, uint64_t address);

/* The first address above those that a program may have; 0: not known. */
uint64_t user_end(const struct inquiry *q);
/* How addresses are divided between programs and the kernel. */
const struct address_space *address_space(const struct inquiry *q);

/* Whether it is the main stack, which grows by itself. */
bool is_stack(const struct mapping *m);

#endif
