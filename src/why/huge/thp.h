/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes about transparent huge pages share. */
#ifndef MEMTOOL_WHY_THP_H
#define MEMTOOL_WHY_THP_H

#include "why/arguments/ranges.h"

/* Whether the step gave this advice about anything. */
bool thp_advises(const struct inquiry *q, uint64_t advice);

/* Whether the switches are those of shared memory; false: of neither kind. */
bool thp_kind_of(const struct inquiry *q, bool *shmem);

/* prctl(PR_SET_THP_DISABLE): it is inherited, so ours is the subject's. */
bool thp_off_for_the_process(const struct inquiry *q);

/*
 * Whether a page of SIZE, at a multiple of it, lies in one mapping and has
 * something of the range; with WHOLE, as MADV_COLLAPSE, all of it must be in
 * the range.
 */
bool thp_has_room(const struct inquiry *q, uint64_t size, bool whole);

#endif
