/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The control groups that limit a process's memory, cgroups(7). */
#ifndef MEMTOOL_PROC_CGROUP_H
#define MEMTOOL_PROC_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "words/group_rules.h"

/*
 * Find the group of a controller, "memory" or "hugetlb", from the texts of
 * /proc/PID/cgroup and /proc/PID/mountinfo:
 *
 *	4:memory:/a/b
 *	35 24 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
 *
 * False: there is none, or it is not mounted.
 */
bool group_find(const char *controller, const char *cgroup,
	size_t cgroup_length, const char *mountinfo, size_t mountinfo_length,
	struct memory_group *group);

/* The same for a process; for this one. */
bool read_group_of(
	pid_t pid, const char *controller, struct memory_group *group);
bool read_group(const char *controller, struct memory_group *group);
bool read_memory_group(struct memory_group *group);

/*
 * The number after KEY in a file of the group with a "KEY NUMBER" on each line;
 * KEY is NULL: the file's only number.  False: there is none, as in "max".
 */
bool read_group_figure(const struct memory_group *group, const char *name,
	const char *key, uint64_t *value);

/* Whether a file with a list of words has WORD. */
bool read_group_lists(
	const struct memory_group *group, const char *name, const char *word);

/* Make *GROUP the one above it; false: it is the topmost that is visible. */
bool group_above(struct memory_group *group);

/* The group's count of OOM kills. */
bool read_group_kills(const struct memory_group *group, uint64_t *kills);

/*
 * Go up from GROUP, inclusive, to the first one that has reached its limit, and
 * store it in *GROUP.  False: there is none.
 */
struct group_limit {
	uint64_t limit;
	uint64_t hits; /* how often it was reached */
};
bool read_group_limit(struct memory_group *group, struct group_limit *limit);

/*
 * The same for a group that has no swap left.  Only version 2 limits swap by
 * itself.
 */
struct swap_limit {
	uint64_t limit, used;
};
bool read_group_swap(struct memory_group *group, struct swap_limit *limit);

#endif
