/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --syscalls: the subject is traced by ptrace(2), from before it is given the
 * call until that is over.  What counts are the system calls between the marks
 * of act_begin() and act_end(), see commands/act.h.
 */
#ifndef MEMTOOL_OBSERVER_TRACING_H
#define MEMTOOL_OBSERVER_TRACING_H

#include "observer/internal.h"
#include "words/uapi.h"

/*
 * Begin to trace the sleeping subject.  False: it may not be traced, and
 * record->system_calls says why; the step goes its way without.
 */
bool trace_begin(struct observer *o, struct record *record);

/*
 * After the call was sent: note its system calls in RECORD until it is over.
 * WAIT_ANSWERED: it is traced no more, and will answer.
 */
enum wait_result trace_follow(struct observer *o, struct record *record);

struct trace {
	struct observer *o;
	struct system_calls *calls;
	bool on_stack;
	bool counting; /* between the marks */
	bool over;     /* the mark that ends the step has come */
	uint32_t arch; /* that the marks are made by: our own */
};

/* A request of ptrace(2). */
long trace_control(long request, pid_t pid, long address, void *data);
/* What the stopped subject does; false: this kernel does not tell. */
bool trace_read(pid_t pid, struct uapi_syscall_info *info);
/* See what it has stopped for: a mark, a call that counts, its return. */
void trace_note(struct trace *trace);

/* Who traces a process; 0: nobody, or it is not told. */
int tracer_of(pid_t pid);
/* The reason for an ERROR of ptrace(2), as far as it can be found. */
void explain_refusal(pid_t pid, int error, struct reason *reason);

#endif
