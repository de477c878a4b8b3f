/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evidence about memory: ranges of addresses, and the mappings in them. */
#ifndef MEMTOOL_WHY_RANGES_H
#define MEMTOOL_WHY_RANGES_H

#include "proc/smaps.h"
#include "why/inquiry.h"

struct range {
	uint64_t start, end; /* end: the first byte after it */
};

/* Whether the user typed this parameter of the call. */
bool typed(const struct inquiry *q, const char *param);

uint64_t page_floor(const struct inquiry *q, uint64_t address);
uint64_t page_ceil(const struct inquiry *q, uint64_t address); /* may wrap */

/*
 * The addresses that the call covers, as the kernel rounds them to pages.
 * False: none at all, or the end wraps around.
 */
bool range_of(const struct inquiry *q, struct range *range);

/* The first part of RANGE that was not mapped before the call. */
bool range_hole(
	const struct inquiry *q, struct range range, struct range *hole);

/* The mappings before the call that reach into a range, in turn. */
struct walk {
	struct range range;
	struct maps maps;
};
struct walk walk_of(const struct inquiry *q, struct range range);
bool walk_next(struct walk *walk, struct mapping *mapping);

/*
 * The same with what smaps tells: as it was before the call where that was
 * recorded, else as it is now.  None, where nobody may look.
 */
struct detail_walk {
	struct range range;
	struct smaps smaps;
};
struct detail_walk details_of(const struct inquiry *q, struct range range);
bool details_next(struct detail_walk *walk, struct smaps_mapping *mapping);
bool details_at(
	const struct inquiry *q, uint64_t address, struct smaps_mapping *m);

/* Whether a mapping's VmFlags have these two letters. */
bool detail_has(const struct smaps_mapping *m, const char *letters);

/*
 * The first mapping in RANGE whose flags have LETTERS (or, !HAVE, lack them):
 * 1, and it stands in *M; 0: there is none; -1: that cannot be known.
 */
int range_flagged(const struct inquiry *q, struct range range,
	const char *letters, bool have, struct smaps_mapping *m);

/* The first address above those that a program may have; 0: not known. */
uint64_t user_end(const struct inquiry *q);

/* The page size of the mapping at ADDRESS: larger for hugetlb. */
uint64_t page_at(const struct inquiry *q, uint64_t address);

/* "7f0a1c5f2000-7f0a1c5f4000 r--p /etc/hosts", as a fact. */
void cause_mapping(struct cause *c, const struct mapping *m);

/* The name of a mapping as a cause shows it: its path, or "anonymous". */
void mapping_label(const struct mapping *m, char *text, size_t size);

/*
 * "--addr +1p": the address as the user would give it in place of the typed
 * one, relative to the region where it was.
 */
void cause_try_address(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t address);

/* "--length 2p" */
void cause_try_size(const struct inquiry *q, struct cause *c, const char *param,
	uint64_t size);

/* "--flags MAP_PRIVATE,MAP_ANONYMOUS" */
void cause_try_flags(
	struct cause *c, const struct names *names, uint64_t value);

#endif
