/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/smaps, proc_pid_smaps(5): the lines of maps, each with figures. */
#ifndef MEMTOOL_PROC_SMAPS_H
#define MEMTOOL_PROC_SMAPS_H

#include "proc/lines.h"
#include "proc/maps_text.h"
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
	int64_t merged; /* KSM, bytes; -1: not told (before Linux 6.6) */
};

/* The beginning of a line, "Rss:", and where its figure goes. */
struct smaps_key {
	const char *text;
	size_t length;
	size_t place; /* in struct smaps_mapping; 0: nowhere */
};

enum { SMAPS_KEYS = 48 };

/*
 * A place in the text, which must outlive what is read.  A kernel writes the
 * same lines in the same order for every mapping, so that what they are is
 * looked up once.
 */
struct smaps {
	struct lines lines;
	struct line head; /* of the next mapping, where .has_head */
	bool has_head;
	struct smaps_key keys[SMAPS_KEYS];
	unsigned known; /* of .keys */
	unsigned next;  /* the one that is due */
};

struct smaps smaps_of(const char *text, size_t length);

/* Read the next mapping; false at the end. */
bool smaps_next(struct smaps *smaps, struct smaps_mapping *mapping);

#endif
