/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process that performs steps, as the observer holds it: the way to it, what
 * it has recorded, and how it ended.  Nobody else keeps a process ID.
 */
#ifndef MEMTOOL_RECORD_PERFORMER_H
#define MEMTOOL_RECORD_PERFORMER_H

#include <sys/types.h>

#include "record/record.h"
#include "record/recording.h"

struct performer {
	pid_t pid; /* 0: it was never born */
	int channel, recording;
	int addresses; /* the list that a call is made on */
	struct reader reader;
	struct snapshot snapshots[2]; /* the last two, in turn */
	unsigned newest;
	struct reason lost; /* why it can record nothing any more; "": it can */
	const char *foreign; /* why its snapshots show another; NULL: its own */
	/* How it ended. */
	bool dead;
	bool killed; /* by us: it had left the channel and did not end */
	int wait_status;
	size_t died_in; /* index of the step */
};

/* What was last seen of its memory. */
static inline const struct snapshot *performer_snapshot(
	const struct performer *p)
{
	return &p->snapshots[p->newest];
}

/* Who performed the step; 0: nobody, or it was never born. */
static inline pid_t record_pid(const struct record *record)
{
	return record->performer ? record->performer->pid : 0;
}

#endif
