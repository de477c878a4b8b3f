/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What backs the pages of a mapping that are not anonymous: a file, or shared
 * memory. smaps does not show it; the kernel counts pages of tmpfs, memfd,
 * shared /dev/zero and System V segments as shared memory (mm_counter_file()).
 */
#ifndef MEMTOOL_PROC_BACKING_H
#define MEMTOOL_PROC_BACKING_H

#include <stddef.h>
#include <sys/types.h>

#include "proc/maps_text.h"

enum backing { BACKING_UNKNOWN, BACKING_FILE, BACKING_SHMEM };

struct backings {
	char *mounts; /* the text of /proc/self/mountinfo; NULL: not readable */
	size_t length;
	/* The device of unnamed memory files in maps: "00:01". */
	char memory[sizeof(((struct mapping *)0)->device)];
};

/* MEMORY: a descriptor of a memory file.  Unreadable parts are unknown. */
void backings_read(struct backings *backings, int memory);
void backings_free(struct backings *backings);

/* From the mapping's device only. */
enum backing backing_by_device(
	const struct backings *backings, const struct mapping *mapping);

/* If that is not enough, look at its file; PID maps it. */
enum backing backing_of(const struct backings *backings, pid_t pid,
	const struct mapping *mapping);

#endif
