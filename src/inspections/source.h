/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mappings of a process, one by one, and why there are none to see. */
#ifndef MEMTOOL_INSPECTIONS_SOURCE_H
#define MEMTOOL_INSPECTIONS_SOURCE_H

#include "command/command.h"
#include "proc/records.h"
#include "proc/smaps.h"

struct source {
	pid_t pid;
	bool detailed; /* from smaps, with figures */
	struct records records;
	struct maps maps; /* within the records at hand */
	struct smaps smaps;
};

/*
 * Begin to read.  False: there is nothing to be seen, and *REASON says why.
 * Then it needs no source_close().
 */
bool source_open(
	struct source *source, pid_t pid, bool detailed, struct reason *reason);

/* The next mapping; what it points to is valid until the next call. */
bool source_next(struct source *source, struct smaps_mapping *mapping);

/*
 * After the last: whether these were all, and the process still has them.
 * False: *REASON says what became of it.
 */
bool source_complete(const struct source *source, struct reason *reason);

void source_close(struct source *source);

#endif
