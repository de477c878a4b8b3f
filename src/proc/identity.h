/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who a process is to files: /proc/PID/status. */
#ifndef MEMTOOL_PROC_IDENTITY_H
#define MEMTOOL_PROC_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { IDENTITY_GROUPS = 64 };
struct identity {
	uint32_t user, group; /* the effective ones */
	gid_t groups[IDENTITY_GROUPS];
	size_t group_count;    /* more than there is room for are left out */
	uint64_t capabilities; /* the effective ones */
};

/* Of a process or thread; false: it cannot be read. */
bool identity_read(pid_t pid, struct identity *identity);

/*
 * Whether access(2) to PATH is granted to it: 0, or an errno.  Tried in a child
 * that becomes like it, unless we already are.
 */
int identity_access(const struct identity *identity, const char *path, int way);

#endif
