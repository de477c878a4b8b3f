/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accesses to memory: by hand, or by the kernel on behalf of a call. */
#ifndef MEMTOOL_WHY_ACCESSES_H
#define MEMTOOL_WHY_ACCESSES_H

#include "why/arguments/ranges.h"
#include "words/access.h"

/* What the call does to memory, and whether a mapping allows that. */
enum access fault_access(const struct inquiry *q);
bool mapping_allows(const struct mapping *m, enum access access);

/*
 * Whether the call accesses memory by hand: touch, peek, poke; or has the
 * kernel do so, which is the same but for the signal: usercopy.
 */
bool fault_of_access(const struct inquiry *q);

/* Whether it does, or the kernel faults pages in for it. */
bool fault_or_populates(const struct inquiry *q);

/* Whether such a copy was made, and met no fault. */
bool fault_missed(const struct inquiry *q);

/* Where it faulted: as the kernel told, or how far touch and its like came. */
uint64_t fault_address(const struct inquiry *q);

/*
 * The addresses to look at: of a fault its page, of a call that faults pages
 * in (mlock, MADV_POPULATE_READ) all of its range.
 */
bool fault_suspects(const struct inquiry *q, struct range *range);

#endif
