/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --syscalls: trace the subject by ptrace(2), from before it gets the call
 * until the end of the call.  Only system calls between the marks of
 * act_begin() and act_end() count, see command/act.h.
 */
#ifndef MEMTOOL_OBSERVER_TRACE_TRACING_H
#define MEMTOOL_OBSERVER_TRACE_TRACING_H

#include "observer/internal.h"
#include "words/uapi.h"

/*
 * Begin to trace the sleeping subject.  False: tracing is refused, with the
 * reason in record->system_calls; the step is performed without it.
 */
bool trace_begin(struct observer *o, struct record *record);

/*
 * After the call was sent: note its system calls in RECORD until it is over.
 * WAIT_ANSWERED: it is no longer traced, and will answer.
 */
enum wait_result trace_follow(struct observer *o, struct record *record);

struct tracing {
	struct observer *o;
	struct system_calls *calls;
	bool on_stack;
	bool counting; /* between the marks */
	bool over;     /* the end mark was seen */
	uint32_t arch; /* of the marks: our own */
};

/* Find out why it stopped: a mark, a call that counts, its return. */
void trace_note(struct tracing *trace);

#endif
