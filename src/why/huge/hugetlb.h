/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes about the pools of huge pages share. */
#ifndef MEMTOOL_WHY_HUGETLB_H
#define MEMTOOL_WHY_HUGETLB_H

#include <linux/magic.h>
#include <sys/vfs.h>

#include "why/inquiry.h"

/*
 * The size of the huge page that the call itself asks for: by MAP_HUGETLB,
 * MFD_HUGETLB, or a descriptor of hugetlbfs; 0: it asks for none.
 */
uint64_t hugetlb_wanted(const struct inquiry *q);

/* The number has 32 bits, and is negative where f_type is an int. */
static inline bool is_hugetlbfs(const struct statfs *status)
{
	return (uint32_t)status->f_type == HUGETLBFS_MAGIC;
}

#endif
