/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mappings of a process, one by one, or why they are not readable. */
#ifndef MEMTOOL_INSPECTIONS_MAPS_MAPPING_SOURCE_H
#define MEMTOOL_INSPECTIONS_MAPS_MAPPING_SOURCE_H

#include "command/command.h"
#include "proc/records.h"
#include "proc/smaps.h"

struct source {
	pid_t pid;
	bool detailed; /* from smaps, with figures */
	struct records records;
	struct maps maps; /* within the current records */
	struct smaps smaps;
};

/*
 * Begin to read.  False: nothing is readable; see *REASON.  Then source_close()
 * is not needed.
 */
bool source_open(
	struct source *source, pid_t pid, bool detailed, struct reason *reason);

/* The next mapping; its pointers are valid until the next call. */
bool source_next(struct source *source, struct smaps_mapping *mapping);

/*
 * After the last: whether the list was complete, and the process still exists.
 * False: see *REASON.
 */
bool source_complete(const struct source *source, struct reason *reason);

void source_close(struct source *source);

#endif
