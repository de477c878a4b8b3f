/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --summary: what the calls of all processes came to. */
#ifndef MEMTOOL_TRACER_SUMMARY_H
#define MEMTOOL_TRACER_SUMMARY_H

#include "tracer/space.h"

enum { SUMMARY_CALLS = 13, SUMMARY_CAUSES = 64 };

struct summary_call {
	const char *name;
	uint64_t calls, failed;
	/* From entry to return: the tracer takes most of it. */
	int64_t elapsed_ns;
	/* Bytes; .left: still mapped when its process ended. */
	uint64_t mapped, returned, left;
};

/* A cause of failures of a call, and of calls that did nothing. */
struct summary_cause {
	const char *cause, *call;
	uint64_t count;
};

struct summary {
	struct summary_call calls[SUMMARY_CALLS];
	struct summary_cause causes[SUMMARY_CAUSES];
	size_t cause_count;
	uint64_t processes; /* that have ended */
	/* Of one process, the largest: what its calls had mapped at once. */
	uint64_t most_mapped;
	uint64_t peak_resident; /* VmHWM */
	bool has_peak, incomplete;
};

void summary_begin(struct summary *summary);

/* A call that returned; FAILED as its record says. */
void summary_note_call(struct summary *summary,
	const struct tracer_event *event, bool failed, struct moved moved);

/* CAUSE is the first that was found; NULL: none. */
void summary_note_cause(
	struct summary *summary, const char *cause, const char *call);

/* The thread is about to end. */
void summary_note_exit(struct summary *summary, const struct tracer *t,
	const struct task *task);

#endif
