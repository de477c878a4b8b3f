/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/smaps, proc_pid_smaps(5): the lines of maps, each with figures. */
#ifndef MEMTOOL_PROC_SMAPS_H
#define MEMTOOL_PROC_SMAPS_H

#include "proc/lines.h"
#include "proc/maps.h"
#include "proc/memory.h"

/*
 * One mapping: a line of maps, then lines such as
 * Rss:                  12 kB
 * VmFlags: rd ex mr mw me
 */
struct smaps_mapping {
	struct mapping mapping; /* its .flags are what stands after VmFlags */
	struct memory memory;
	uint64_t kernel_page; /* KernelPageSize, bytes */
	uint64_t referenced, shared, private_dirty;
};

/* A place in the text, which must outlive what is read. */
struct smaps {
	struct lines lines;
	struct line head; /* of the next mapping, where .has_head */
	bool has_head;
};

struct smaps smaps_of(const char *text, size_t length);

/* Read the next mapping; false at the end. */
bool smaps_next(struct smaps *smaps, struct smaps_mapping *mapping);

#endif
