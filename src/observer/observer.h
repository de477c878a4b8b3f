/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The observer: it gives birth to the subject, evaluates each step's
 * arguments when its turn has come, sends the call, waits, and reads what
 * was recorded.  It leaves no child behind.
 */
#ifndef MEMTOOL_OBSERVER_OBSERVER_H
#define MEMTOOL_OBSERVER_OBSERVER_H

#include <sys/types.h>

#include "proc/backing.h"
#include "record/performer.h"
#include "record/record.h"

/* What a step left for later ones to act on. */
struct made {
	enum made_kind kind;    /* MADE_NOTHING: it made nothing */
	struct outcome outcome; /* of the step that should make it */
	uint64_t value; /* where memory begins; the descriptor of a file */
	uint64_t size;  /* of memory */
	struct made_block
		*blocks; /* of repeated calls; NULL: it was a single one */
	size_t count;
};

enum { FAULTS_DELAYED_MOST = 4096 };

/* The faults that --fault-delay has us serve; see serve_faults.c. */
struct faults {
	bool expected; /* the step that runs may hand over its file of them */
	int fd;        /* -1: none, or not any more */
	uint64_t start, size, page;
	int64_t delay_ns;
	/* The one that waits, and when it will have waited; 0: none does. */
	uint64_t address;
	int64_t due_ns;
	/* In the step, and how many of them waited: FAULTS_DELAYED_MOST. */
	uint64_t served, delayed;
};

struct observer {
	struct performer subject;
	int output;          /* what it writes to its standard output */
	bool output_missing; /* memtool was started without a stdout */
	bool troubled;       /* memtool cannot work: .trouble says why */
	struct complaint trouble;
	bool counters_lag; /* those of status; then .backings is read */
	struct backings backings;
	struct made *made; /* for each step of the plan */
	size_t made_count;
	bool uses_heap; /* the plan: some step calls the allocator */
	struct ledger ledger;
	struct faults faults;
	/* Something was done that may have broken the allocator's records. */
	bool heap_spoilt;
	bool heap_in_doubt; /* by the step that is on */
	bool heap_tuned;    /* mallopt was called */
	struct heap_harm heap_harm[HEAP_HARMS];
	off_t said; /* how much the subject had written before the step */
	/* Before the first step that may use much memory; see struct record. */
	uint64_t group_kills;
	bool has_group_kills, counted_kills;
	int interrupted; /* the signal that asked memtool to stop; 0: none */
	int stopped_at;  /* the step number at which --stop ended it; 0: none */
	bool adopts;     /* orphans of the subject become our children */
	struct progress {
		const char *program;          /* NULL: nobody shall see it */
		const struct record *running; /* the step; NULL: none */
		int64_t begun_ns;
		/* While its pages are looked at: how many have been. */
		uint64_t looked_at, to_look_at;
		int64_t shown_ns;
		int shown; /* columns that the line has; 0: there is none */
	} progress;
};

/*
 * Fork the subject.  Call this first of all, before anything has allocated
 * memory.  What fails is told by observer_begin().
 */
void observer_birth(struct observer *o);

/* Wait until the subject is ready for PLAN.  False: see .trouble. */
bool observer_begin(struct observer *o, const struct plan *plan);

/*
 * Carry out step INDEX.  RECORD points into the observer and is valid until
 * the next call; free what it owns with record_free().  False: see .trouble.
 */
bool observer_step(struct observer *o, const struct plan *plan, size_t index,
	struct record *record);

/* After each step, when its outcome is settled: --stop may end the chain. */
void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record);

/*
 * With --hold, when all was told: keep the subject as it is until Enter, a
 * signal or the time is over, or until it ends.
 */
void observer_hold(struct observer *o, const struct plan *plan,
	const struct ending *ending);

/* How it went with the subject.  The caller frees .output. */
struct ending observer_ending(struct observer *o, const struct plan *plan);

/* End the subject and free everything.  Safe at any time after birth. */
void observer_end(struct observer *o);

#endif
