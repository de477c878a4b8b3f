/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes about transparent huge pages share. */
#ifndef MEMTOOL_WHY_HUGE_THP_H
#define MEMTOOL_WHY_HUGE_THP_H

#include "why/arguments/ranges.h"

/* Whether the step is a madvise with this advice. */
bool thp_advises(const struct diagnosis *d, uint64_t advice);

/* Whether the settings for shared memory apply; false: neither kind. */
bool thp_kind_of(const struct diagnosis *d, bool *shmem);

/* prctl(PR_SET_THP_DISABLE): inherited, so ours is the subject's. */
bool thp_off_for_the_process(const struct diagnosis *d);

/*
 * The size that counts: with COLLAPSE that of a whole huge page, else the
 * smallest one that is switched on.
 */
bool thp_page_that_counts(bool shmem, bool collapse, uint64_t *size);

/*
 * Whether an aligned page of SIZE fits into one mapping and overlaps the range;
 * with WHOLE, for MADV_COLLAPSE, it must be entirely in the range.
 */
bool thp_has_room(const struct diagnosis *d, uint64_t size, bool whole);

#endif
