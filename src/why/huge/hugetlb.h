/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes about hugetlb pages share. */
#ifndef MEMTOOL_WHY_HUGE_HUGETLB_H
#define MEMTOOL_WHY_HUGE_HUGETLB_H

#include <linux/magic.h>
#include <sys/vfs.h>

#include "why/diagnosis.h"

/*
 * The huge page size that the call itself requests: by MAP_HUGETLB,
 * MFD_HUGETLB, or a hugetlbfs descriptor; 0: none.
 */
uint64_t hugetlb_wanted(const struct diagnosis *d);

/* The number has 32 bits, and is negative where f_type is an int. */
static inline bool is_hugetlbfs(const struct statfs *status)
{
	return (uint32_t)status->f_type == HUGETLBFS_MAGIC;
}

#endif
