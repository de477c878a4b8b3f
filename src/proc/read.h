/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading /proc and /sys outside the subject. */
#ifndef MEMTOOL_PROC_READ_H
#define MEMTOOL_PROC_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/maps_text.h"

/* The default huge page in bytes, from /proc/meminfo; 0: none. */
uint64_t read_huge_page_size(void);

/*
 * The size of the regular file open as FD in process PID.  Returns 0 or an
 * errno: ENOENT if there is no such descriptor, or no regular file.
 */
int read_file_size(pid_t pid, int64_t fd, uint64_t *size);

/*
 * The whole text of a file of /proc or /sys, NUL-terminated, to be freed by the
 * caller; NULL: errno is set, or 0 if the file is empty. read_process_file()
 * takes "status", "maps".
 */
char *read_text(const char *path, size_t *length);
char *read_process_file(pid_t pid, const char *name, size_t *length);

/* The number at the start of a file such as /proc/sys/vm/max_map_count. */
bool read_number(const char *path, uint64_t *value);

struct uapi_statx;
/* statx(2), which not every C library has; WANTED: of UAPI_STATX_. */
bool read_statx(const char *path, unsigned wanted, struct uapi_statx *status);

enum { MAPPED_FILE_MAX = 4096 + 32 };

/*
 * A path to the regular file that a mapping of process PID maps; false: none,
 * or unknown.
 */
bool read_mapped_file(
	pid_t pid, const struct mapping *mapping, char *path, size_t size);

/* Whether FD is a file on the same device: "00:01". */
bool mapping_shares_device(const struct mapping *mapping, int fd);

#endif
