/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who performs steps, as the observer sees it: a process, how to reach it, what
 * it has recorded, and how it ended; or a thread, which has all that from its
 * process.  No other struct keeps a process ID.
 */
#ifndef MEMTOOL_RECORD_PERFORMER_H
#define MEMTOOL_RECORD_PERFORMER_H

#include <sys/types.h>

#include "record/circumstances.h"
#include "record/record.h"
#include "record/recording.h"
#include "words/address.h"

struct performer {
	pid_t pid; /* of a thread, its thread ID; 0: it was never forked */
	/* Of a thread: in whose memory it works, and its number in calls. */
	struct performer *process;
	uint32_t thread;
	struct span stack; /* with its guard */
	/* It was forked by a thread, and goes on on a copy of its stack. */
	bool on_thread_stack;
	/*
	 * The step that made it, which of several it is, from 1, and its
	 * parent.  A step of -1: the first process, whose parent is memtool.
	 */
	int step; /* its index in the plan */
	uint64_t item;
	const struct performer *parent;
	/* The last step that forked it, or its child: an index; -1: none. */
	int last_fork;
	char name[PROCESS_NAME_SIZE]; /* "main", "c", "c.2"; "": it has none */
	int channel, recording;
	struct reader reader;
	struct snapshot snapshots[2]; /* the last two, alternating */
	unsigned newest;
	struct reason lost;  /* why it can no longer record; "": it can */
	const char *foreign; /* why its snapshots show another process; NULL:
				they do not */
	struct ledger ledger;
	/* The step that may have damaged the allocator's records; 0: none. */
	int heap_spoilt;
	bool heap_in_doubt; /* by the current step */
	bool heap_tuned;    /* mallopt was called */
	struct heap_harm heap_harm[HEAP_HARMS];
	bool future_locked;       /* by mlockall, until munlockall */
	struct circumstances set; /* by earlier steps: see watch.c */
	/* How it ended. */
	bool dead;
	bool killed;    /* by us: it had closed the channel but did not end */
	bool timed_out; /* by us: --timeout ended it */
	int wait_status;
	int64_t cpu_ns;   /* what it used by its end; 0: not known */
	size_t died_in;   /* index of the step */
	bool died_before; /* that step had not begun */
};

/* The newest snapshot of its memory. */
static inline const struct snapshot *performer_snapshot(
	const struct performer *performer)
{
	return &performer->snapshots[performer->newest];
}

/* The process that performed the step; 0: none, or never forked. */
static inline pid_t record_pid(const struct record *record)
{
	return record->performer ? record->performer->pid : 0;
}

/* The same, or its thread that did: /proc has both. */
static inline pid_t record_thread(const struct record *record)
{
	return record->acting ? record->acting->pid : 0;
}

#endif
