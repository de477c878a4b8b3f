/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several causes read: mappings with their flags, amounts, rights. */
#ifndef MEMTOOL_WHY_EVIDENCE_H
#define MEMTOOL_WHY_EVIDENCE_H

#include "proc/smaps.h"
#include "why/inquiry.h"

/* The mappings before the call with their flags, those in a range. */
struct detail {
	struct smaps smaps;
	uint64_t start, end;
	char *owned;
};
/*
 * From the snapshot where it has them.  Else as they are now, for a call that
 * failed and left its subject alive; where that is gone there are none.
 */
struct detail detail_open(
	const struct inquiry *q, uint64_t start, uint64_t end);
bool detail_next(struct detail *detail, struct smaps_mapping *m);
void detail_close(struct detail *detail);

/* The one that holds ADDRESS; its texts are not to be used any more. */
struct seen {
	struct mapping mapping;
	uint64_t kernel_page;
	bool locked, huge, no_huge, accounted, grows_down, hugetlb;
};
bool detail_at(const struct inquiry *q, uint64_t address, struct seen *seen);

bool has_flag(const struct mapping *mapping, const char *letters);

/* How much of M lies in the range. */
uint64_t overlap(const struct mapping *m, uint64_t start, uint64_t end);

/* VALUE up to the next multiple of UNIT; UINT64_MAX where there is none. */
uint64_t round_up(uint64_t value, uint64_t unit);

/* The range of the call, in whole pages; false: it has none, or wraps. */
bool call_range(const struct inquiry *q, uint64_t *start, uint64_t *end);

/* The size of a huge page that MAP_HUGETLB or MFD_HUGETLB flags ask for. */
uint64_t huge_size_of(uint64_t flags);

/* What the call would add, in bytes; parts of it where it succeeds in part. */
struct growth {
	uint64_t space;  /* of address space: VmSize */
	uint64_t data;   /* private and writable: VmData */
	uint64_t commit; /* that the system must have promised */
	bool largest;    /* commit is the sum of several, .piece the largest */
	uint64_t piece;
	bool locked; /* MAP_LOCKED, or the mapping that grows is locked */
};
struct growth growth_of(const struct inquiry *q);

/* The mapping that would have grown down to ADDRESS; false: there is none. */
bool grows_to(const struct inquiry *q, uint64_t address, struct mapping *m);

/* How to raise a soft limit to at least NEEDED bytes, by ulimit's OPTION. */
void try_limit(struct cause *c, const struct inquiry *q, int resource,
	char option, uint64_t needed);

/* Whether what is locked and asked for passes RLIMIT_MEMLOCK, whoever asks. */
struct locking {
	uint64_t asked, locked, limit;
	bool all; /* by mlockall: asked is everything */
};
bool passes_memlock(const struct inquiry *q, struct locking *l);

/* Whether the capability is there, but only in a user namespace of its own. */
bool capable_elsewhere(const struct inquiry *q, int capability);

#endif
