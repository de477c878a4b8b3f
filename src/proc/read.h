/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The openers of /proc and /sys outside the subject. */
#ifndef MEMTOOL_PROC_READ_H
#define MEMTOOL_PROC_READ_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The default huge page in bytes, from /proc/meminfo; 0: there is none. */
uint64_t read_huge_page_size(void);

/*
 * The size of the regular file behind descriptor FD of process PID; false
 * where it is no regular file, or cannot be told.
 */
bool read_file_size(pid_t pid, int64_t fd, uint64_t *size);

#endif
