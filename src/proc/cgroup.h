/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The control group that limits a process's memory, cgroups(7). */
#ifndef MEMTOOL_PROC_CGROUP_H
#define MEMTOOL_PROC_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memory_group {
	bool unified;   /* of version 2 */
	char path[512]; /* its folder: "/sys/fs/cgroup/memory/a/b" */
	size_t top;     /* as long is the part of .path that is the mount */
};

/*
 * Find it from the texts of /proc/PID/cgroup and /proc/PID/mountinfo:
 *
 *	4:memory:/a/b
 *	35 24 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
 *
 * False: there is none, or it is not mounted.
 */
bool group_find(const char *cgroup, size_t cgroup_length, const char *mountinfo,
	size_t mountinfo_length, struct memory_group *group);

/* The same of this process. */
bool read_memory_group(struct memory_group *group);

/* How many processes of the group were killed because memory was short. */
bool read_group_kills(const struct memory_group *group, uint64_t *kills);

/*
 * Go up from GROUP, itself included, to the first one that has a limit and
 * has run into it: *GROUP becomes that.  False: there is none.
 */
struct group_limit {
	uint64_t limit;
	uint64_t hits; /* how often it was run into */
};
bool read_group_limit(struct memory_group *group, struct group_limit *limit);

#endif
