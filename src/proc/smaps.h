/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/smaps, proc_pid_smaps(5): the lines of maps with figures. */
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
	struct mapping mapping; /* its .flags is the text after VmFlags */
	struct memory memory;
	uint64_t kernel_page; /* KernelPageSize, bytes */
	int64_t merged;       /* KSM, bytes; -1: unknown (before Linux 6.6) */
};

/* The beginning of a line, "Rss:", and where its figure goes. */
struct smaps_key {
	const char *text;
	size_t length;
	size_t place; /* in struct smaps_mapping; 0: nowhere */
};

enum { SMAPS_KEYS = 48 };

/*
 * A position in the text, which must outlive the results.  A kernel writes the
 * same lines in the same order for every mapping, so each key is looked up only
 * once.
 */
struct smaps {
	struct lines lines;
	struct line head; /* of the next mapping, if .has_head */
	bool has_head;
	struct smaps_key keys[SMAPS_KEYS];
	unsigned known; /* of .keys */
	unsigned next;  /* the expected next one */
};

struct smaps smaps_of(const char *text, size_t length);

/* Read the next mapping; false at the end. */
bool smaps_next(struct smaps *smaps, struct smaps_mapping *mapping);

#endif
