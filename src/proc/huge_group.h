/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The limits of a control group on hugetlb pages: hugetlb.2MB.max and the like,
 * Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/hugetlb.rst.
 */
#ifndef MEMTOOL_PROC_HUGE_GROUP_H
#define MEMTOOL_PROC_HUGE_GROUP_H

#include "proc/cgroup.h"

/* A limit, and what is charged against it, in bytes. */
struct huge_limit {
	char file[64]; /* "hugetlb.2MB.rsvd.max" */
	uint64_t limit, used;
	uint64_t hits; /* how often it refused pages */
};

/*
 * Read the group's limit on huge pages of SIZE bytes: on pages in use, or with
 * RESERVATIONS on reserved ones.  False: it has none.
 */
bool read_huge_limit(const struct memory_group *group, uint64_t size,
	bool reservations, struct huge_limit *limit);

/*
 * Go up from GROUP, inclusive, to the first one whose limit has refused pages
 * and has no room for NEEDED bytes more, and store it in *GROUP.
 */
bool read_huge_limit_above(struct memory_group *group, uint64_t size,
	bool reservations, uint64_t needed, struct huge_limit *limit);

#endif
