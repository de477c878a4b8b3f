/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of /proc/self/mountinfo, proc_pid_mountinfo(5):
 *
 *	36 35 98:0 /root /mnt rw,noatime shared:1 - ext3 /dev/sda1 rw
 */
#ifndef MEMTOOL_PROC_MOUNTINFO_H
#define MEMTOOL_PROC_MOUNTINFO_H

#include "proc/lines.h"

struct mount_line {
	uint64_t number;     /* 36, which statx(2) calls its ID */
	unsigned high, low;  /* 98:0, the device */
	struct line root;    /* "/root", the folder that is mounted */
	struct line point;   /* "/mnt", with a space as "\040" */
	struct line type;    /* "ext3" */
	struct line options; /* "rw", those of the file system */
};

/* Read the next line; false at the end.  The text must outlive *MOUNT. */
bool mount_line_next(struct lines *lines, struct mount_line *mount);

/*
 * Copy a field as a text.  A space, a tab, a newline and a backslash in it are
 * octal: "\040".  What is longer than SIZE - 1 is cut.
 */
void mount_field_copy(char *to, size_t size, struct line field);

#endif
