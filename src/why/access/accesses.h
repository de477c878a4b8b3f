/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory accesses by the process, or by the kernel for a call. */
#ifndef MEMTOOL_WHY_ACCESS_ACCESSES_H
#define MEMTOOL_WHY_ACCESS_ACCESSES_H

#include "why/arguments/ranges.h"
#include "words/access.h"

/* How the call accesses memory; whether a mapping allows that. */
enum access fault_access(const struct diagnosis *d);
bool mapping_allows(const struct mapping *m, enum access access);

/*
 * Whether the call accesses memory itself: touch, peek, poke; or has the kernel
 * do it, which is the same without the signal: usercopy.
 */
bool fault_of_access(const struct diagnosis *d);

/* Whether it does, or the kernel faults pages in for it. */
bool fault_or_populates(const struct diagnosis *d);

/* Whether it was such a copy, and no fault occurred. */
bool fault_missed(const struct diagnosis *d);

/* Where it faulted: the kernel's address, or how far touch and the like got. */
uint64_t fault_address(const struct diagnosis *d);

/*
 * The addresses to look at: for a fault, its page; for a call that faults pages
 * in (mlock, MADV_POPULATE_READ), its whole range.
 */
bool fault_suspects(const struct diagnosis *d, struct range *range);

#endif
