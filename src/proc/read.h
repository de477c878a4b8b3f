/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The openers of /proc and /sys outside the subject. */
#ifndef MEMTOOL_PROC_READ_H
#define MEMTOOL_PROC_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/maps_text.h"

/* The default huge page in bytes, from /proc/meminfo; 0: there is none. */
uint64_t read_huge_page_size(void);

/*
 * The size of the regular file behind descriptor FD of process PID.  Returns 0
 * or an errno: ENOENT where there is no such descriptor, or no regular file.
 */
int read_file_size(pid_t pid, int64_t fd, uint64_t *size);

/*
 * The whole text of a file of /proc or /sys, ended by a NUL, for the caller to
 * free; NULL: errno says why, and is 0 where it is empty.
 * read_process_file() takes "status", "maps".
 */
char *read_text(const char *path, size_t *length);
char *read_process_file(pid_t pid, const char *name, size_t *length);

/* The number that a file such as /proc/sys/vm/max_map_count begins with. */
bool read_number(const char *path, uint64_t *value);

enum { MAPPED_FILE_MAX = 4096 + 32 };

/*
 * A path by which the regular file behind a mapping of process PID can be
 * looked at; false: there is none, or none is known.
 */
bool read_mapped_file(
	pid_t pid, const struct mapping *mapping, char *path, size_t size);

/* Whether FD is a file of the same device: "00:01". */
bool mapping_shares_device(const struct mapping *mapping, int fd);

#endif
