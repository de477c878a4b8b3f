/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The observer: forks the subject, evaluates each step's arguments right before
 * it, sends the call, waits, and reads the recording.  It leaves no child
 * behind.
 */
#ifndef MEMTOOL_OBSERVER_OBSERVER_H
#define MEMTOOL_OBSERVER_OBSERVER_H

#include <sys/types.h>

#include "observer/groups.h"
#include "proc/backing.h"
#include "record/performer.h"
#include "record/record.h"

/* What a step made for later ones to act on. */
struct made {
	enum made_kind kind;    /* MADE_NOTHING: it made nothing */
	struct outcome outcome; /* of the step that should make it */
	uint64_t value; /* the start of memory; the descriptor of a file */
	uint64_t size;  /* of memory */
	struct made_block *blocks; /* of repeated calls; NULL: a single one */
	size_t count;
};

enum { FAULTS_DELAYED_MOST = 4096 };

/* The faults served for --fault-delay; see userfaultfd.c. */
struct faults {
	bool expected; /* the running step may hand over its userfaultfd */
	int fd;        /* -1: none, or no longer */
	uint64_t start, size, page;
	int64_t delay_ns;
	/* The waiting fault, and when its page is due; 0: none. */
	uint64_t address;
	int64_t due_ns;
	/* In the step; how many of them waited, up to FAULTS_DELAYED_MOST. */
	uint64_t served, delayed;
};

/* What the current step's children are given; see forks.c. */
struct forking {
	struct performer *list[FORKS_MOST]; /* until they live; owned */
	size_t count;
	/* The ends of a pipe, then a channel and a recording for each. */
	int sent[2 + 2 * FORKS_MOST];
	size_t sent_count;
};

struct observer {
	struct performer subject;
	struct performer *now;    /* the process of the current step */
	struct performer *acting; /* the same, or the thread that performs it */
	/* The processes and threads that steps made, in this order; owned. */
	struct performer **children;
	size_t child_count, child_room;
	struct forking forking;
	uint32_t threads_made; /* or tried */
	struct spans own;      /* memtool's own memory, before the first step */
	int addresses;         /* the addresses that a call is repeated on */
	int output;            /* its standard output */
	bool output_missing;   /* memtool was started without a stdout */
	bool troubled;         /* memtool failed: see .trouble */
	struct complaint trouble;
	bool counters_lag; /* the counters in status lag; then .backings is read
			    */
	struct backings backings;
	struct made *made; /* for each step of the plan */
	size_t made_count;
	bool uses_heap; /* some step of the plan calls the allocator */
	struct faults faults;
	off_t written; /* how much the subject had written before the step */
	/*
	 * Read before the first step that may need much memory; see struct
	 * record.
	 */
	uint64_t group_kills;
	bool has_group_kills, counted_kills;
	/* The control groups of cgroup steps; owned; see groups.c. */
	struct made_group **groups;
	size_t group_count, group_room;
	struct group_result {
		int error; /* of the current step */
		const char *failed, *made;
		char file[GROUP_PATH_SIZE];
		int64_t duration_ns;
	} group_result;
	int interrupted; /* the signal that asked memtool to stop; 0: none */
	int64_t deadline_ns; /* of the running step, by clock_ns(); 0: none */
	int stopped_at; /* the step number at which --stop ended it; 0: none */
	/* The same for an --assume that did not hold; "": none. */
	struct reason assumption;
	bool adopts; /* orphans of the subject become our children */
	struct progress {
		const char *program;          /* NULL: do not show it */
		const struct record *running; /* the step; NULL: none */
		int64_t begun_ns;
		/* While its pages are read: how many have been. */
		uint64_t looked_at, to_look_at;
		int64_t shown_ns;
		int shown; /* columns of the shown line; 0: none */
	} progress;
};

/*
 * Prepare the process, and fork the subject if needed.  Call this first, before
 * anything has allocated memory. observer_begin() reports failures.
 */
void observer_birth(struct observer *o, bool with_subject);

/* Wait until the subject is ready for PLAN.  False: see .trouble. */
bool observer_begin(struct observer *o, const struct plan *plan);

/*
 * Perform step INDEX.  RECORD points into the observer and is valid until the
 * next call; free what it owns with record_free().  False: see .trouble.
 */
bool observer_step(struct observer *o, const struct plan *plan, size_t index,
	struct record *record);

/* After each step, when its outcome is settled: --stop may end the chain. */
void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record);

/*
 * With --hold, after the report: keep the subject until Enter, a signal, the
 * end of the time, or its own end.
 */
void observer_hold(struct observer *o, const struct plan *plan,
	const struct ending *ending);

/* The subject's final state.  The caller frees .output. */
struct ending observer_ending(struct observer *o, const struct plan *plan);

/*
 * End the subject and free everything.  Safe at any time after
 * observer_birth().
 */
void observer_end(struct observer *o);

#endif
