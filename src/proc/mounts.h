/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mount that a file is on. */
#ifndef MEMTOOL_PROC_MOUNTS_H
#define MEMTOOL_PROC_MOUNTS_H

#include <stdbool.h>

struct mount {
	char point[256]; /* "/mnt" */
	char type[32];   /* "ext3" */
};

/*
 * The mount of the file at PATH.  False: it is not known, because the kernel is
 * older than 5.8, or because the mount is the kernel's own, as that of a memfd.
 */
bool mount_of(const char *path, struct mount *mount);

#endif
