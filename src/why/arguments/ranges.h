/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address ranges, the mappings in them, and the bounds of user addresses. */
#ifndef MEMTOOL_WHY_ARGUMENTS_RANGES_H
#define MEMTOOL_WHY_ARGUMENTS_RANGES_H

#include "proc/address_space.h"
#include "proc/smaps.h"
#include "why/diagnosis.h"

struct range {
	uint64_t start, end; /* end: the first byte after it */
};

/* To a multiple of UNIT, or of the page size.  Rounding up may wrap to 0. */
uint64_t round_up(uint64_t value, uint64_t unit);
uint64_t page_floor(const struct diagnosis *d, uint64_t address);
uint64_t page_ceil(const struct diagnosis *d, uint64_t address);

/*
 * The addresses that the call covers, as the kernel rounds them to pages.
 * False: it covers none, or the end wraps around.
 */
bool range_of(const struct diagnosis *d, struct range *range);

/* The size of the mapping's part in the range, in bytes. */
uint64_t overlap(const struct mapping *m, struct range range);

/* Iterate over the mappings before the call that overlap a range. */
struct maps_walk {
	struct range range;
	struct maps maps;
};
struct maps_walk maps_walk_of(const struct diagnosis *d, struct range range);
bool maps_walk_next(struct maps_walk *walk, struct mapping *m);

/*
 * The same with the figures of smaps: from before the call if recorded, else
 * current ones.  None if smaps is not readable.
 */
struct smaps_walk {
	struct range range;
	struct smaps smaps;
};
struct smaps_walk smaps_walk_of(const struct diagnosis *d, struct range range);
struct smaps_walk smaps_walk_after(
	const struct diagnosis *d, struct range range); /* after the call */
bool smaps_walk_next(struct smaps_walk *walk, struct smaps_mapping *m);

/* The one that holds ADDRESS. */
bool smaps_at(
	const struct diagnosis *d, uint64_t address, struct smaps_mapping *m);

/* Whether a mapping's VmFlags have these two letters. */
bool has_flag(const struct smaps_mapping *m, const char *letters);

/*
 * Find the first mapping in RANGE whose flags have LETTERS (or, with !HAVE,
 * lack them).  1: it is in *M; 0: there is none; -1: unknown.
 */
int range_flagged(const struct diagnosis *d, struct range range,
	const char *letters, bool have, struct smaps_mapping *m);

/* The first part of RANGE that was not mapped before the call. */
bool range_hole(
	const struct diagnosis *d, struct range range, struct range *hole);

/* The page size of the mapping at ADDRESS: larger for hugetlb. */
uint64_t page_at(const struct diagnosis *d, uint64_t address);

/* The first address above user memory; 0: unknown. */
uint64_t user_end(const struct diagnosis *d);
/* How addresses are divided between user space and the kernel. */
const struct address_space *address_space(const struct diagnosis *d);

/* Whether it is the main stack, which grows by itself. */
bool is_stack(const struct mapping *m);

#endif
