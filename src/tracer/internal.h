/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the tracer share. */
#ifndef MEMTOOL_TRACER_INTERNAL_H
#define MEMTOOL_TRACER_INTERNAL_H

#include <stdint.h>
#include <sys/ptrace.h>

#include "proc/ptrace.h"
#include "tracer/tracer.h"
#include "words/uapi.h"

/* The table of tasks. */
struct task *task_find(const struct tracer *t, pid_t tid);
/* NULL: out of memory, and .failed is set. */
struct task *task_add(struct tracer *t, pid_t tid, pid_t pid);
void task_remove(struct tracer *t, struct task *task);
/* The tasks in turn, from NULL to NULL; the last one may be removed. */
struct task *task_next(const struct tracer *t, const struct task *task);

/* Of memtool itself, WHAT failed with ERROR.  Returns false. */
bool tracer_fail(struct tracer *t, const char *what, int error);

/* The bits of the calls to stop at: the sums need all. */
uint64_t wanted_calls(const struct trace_request *request);

/*
 * In the child: have the calls whose bits are WANTED stop, in this and all
 * later programs.  Returns 0 or an errno.
 */
int filter_install(uint64_t wanted);

/* At the entry of a system call: keep it from making an untraced child. */
void untraced_avoid(pid_t tid, const struct uapi_syscall_info *info);

/*
 * sigaltstack(2): at its entry, note what is asked for, and at the stop after
 * it that this holds.
 */
void signal_stack_enter(
	struct task *task, const struct uapi_syscall_info *info);
void signal_stack_leave(struct task *task, bool failed);
/* That of a new task. */
void signal_stack_inherit(
	struct task *task, const struct task *maker, int event);

/*
 * Whether these calls would stop.  False: a filter that was there before, that
 * of a container, answers one of them first.  What it answers with ENOSYS, or
 * for some arguments only, is not found.
 */
bool filter_sees_all(uint64_t wanted);

/* In the child: what the program would have inherited without memtool. */
void inherited_restore(void);

/* What the child of tracer_start() reports before exec(). */
struct report_of_child {
	enum { REPORT_NO_FILTER = 1, REPORT_NO_EXEC } kind;
	int error;
};
void start_take_report(struct tracer *t);
bool start_program(struct tracer *t);
bool attach(struct tracer *t);
/* Have every thread stop, so that it can be let go. */
void detach_begin(struct tracer *t);

/* Signals of memtool's own. */
void signals_begin(const struct tracer *t);
/* The process that gets what is sent to memtool. */
void signals_receiver(pid_t pid);
/* The signal that asks memtool to let the process of --pid go; 0: none. */
int signals_asked(void);
void signals_end(void);

/* Programs that cannot be traced as others are: fill in a note. */
bool exec_is_foreign(pid_t pid, char *note, size_t size);
bool exec_lacks_rights(pid_t pid, char *note, size_t size);

/* Whether TID is a thread of PID; whether it has a handler for a signal. */
bool is_thread_of(pid_t tid, pid_t pid);
bool signal_is_caught(pid_t tid, int number);

/* Options of PTRACE_SEIZE. */
long tracer_options(const struct tracer *t);

/*
 * A stop at a system call: whether it is an event, described by *EVENT, of a
 * call that the caller wants to know of.
 */
bool task_calls(
	struct tracer *t, struct task *task, struct tracer_event *event);

/*
 * Whether a filter of the program's has answered the call by SIGSYS instead of
 * an errno: at the stop after the call, which returned RVAL, or where the
 * thread is about to end with STATUS.  Then it is an event if it was a memory
 * call, or if that is the end of the thread.
 */
bool task_is_refused(const struct task *task, int64_t rval);
bool task_refused(
	struct tracer *t, struct task *task, struct tracer_event *event);
bool task_exits(
	struct tracer *t, struct task *task, struct tracer_event *event);

/* Whether the numbers of this machine's system calls are memtool's:
 * AUDIT_ARCH_*. */
bool abi_is_own(uint32_t arch);

/* The number that comes with a stop for an event of ptrace(2). */
unsigned long task_message(const struct task *task);

/* A thread begins: by this EVENT of ptrace(2) of the one that makes it. */
void task_begins(struct tracer *t, struct task *maker, int event);
/* One whose first stop comes before the event of its maker waits. */
struct task *task_meet(struct tracer *t, pid_t tid);
/* Its process executes another program; fill in a note, if there is one. */
void task_executes(
	struct tracer *t, struct task *task, char *note, size_t size);
/* It has ended, with STATUS of waitpid(2): whether it is an event. */
bool task_ends(struct tracer *t, struct task *task, int status,
	struct tracer_event *event);

/* Let TASK go on, with this signal. */
void task_resume(struct tracer *t, struct task *task, int signal);

#endif
