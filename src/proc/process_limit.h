/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The resource limits of another process. */
#ifndef MEMTOOL_PROC_PROCESS_LIMIT_H
#define MEMTOOL_PROC_PROCESS_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

/*
 * By prlimit(2), which another user's process may refuse, or else from
 * /proc/PID/limits, which everybody may read.  False: neither is known.
 */
bool read_process_limit(pid_t pid, int resource, struct rlimit *limit);

/* The same from the text of such a file, proc_pid_limits(5). */
bool limit_in_text(
	const char *text, size_t length, int resource, struct rlimit *limit);

#endif
