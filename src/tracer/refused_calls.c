/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A filter of the program's that answers a call by SIGSYS: SECCOMP_RET_TRAP, or
 * a kill.  The kernel does not make the call, and sends the signal before the
 * stop after it; a kill of one thread among several has no such stop, and the
 * kill of a process no stop for the signal (kernel/seccomp.c).
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "proc/process.h"
#include "tracer/internal.h"
#include "words/array.h"
#include "words/syscalls.h"

enum { PENDING_MOST = 8 };

/* What waits for the thread, and not for its whole process. */
static bool waits_for_signal(const struct task *task)
{
	struct uapi_peeksiginfo_args args = {.nr = PENDING_MOST};
	siginfo_t pending[PENDING_MOST];
	long count = ptrace_control(UAPI_PTRACE_PEEKSIGINFO, task->tid,
		(long)(uintptr_t)&args, pending);

	for (long i = 0; i < count; i++)
		if (pending[i].si_signo == SIGSYS &&
			pending[i].si_code == UAPI_SYS_SECCOMP)
			return true;
	return false;
}

/*
 * The registers are as before the call: what should be its value is its number,
 * or its first argument, depending on the machine (syscall_rollback()).
 */
bool task_is_refused(const struct task *task, int64_t rval)
{
	return task->entered &&
	       (rval == (int64_t)task->number ||
		       rval == (int64_t)task->args[0]) &&
	       waits_for_signal(task);
}

/* Whether SIGSYS ends it; a kill takes its handler away first. */
static bool ends(const struct task *task)
{
	return task->exits || !signal_is_caught(task->tid, SIGSYS);
}

static void name_call(const struct task *task, char *note, size_t size)
{
	struct process process = {.name = "the program"};
	const char *name = syscall_name(task->number);
	char number[32];

	process_read(task->pid, &process);
	snprintf(number, sizeof(number), "system call %llu",
		(unsigned long long)task->number);
	snprintf(note, size,
		"%s (%d) calls %s, which a seccomp filter answers by SIGSYS: "
		"the %s ends",
		process.name, (int)task->tid, name ? name : number,
		task->exits ? "thread" : "process");
}

bool task_refused(
	struct tracer *t, struct task *task, struct tracer_event *event)
{
	bool ends_it = ends(task), in_call = task->in_call;

	task->entered = task->in_call = false;
	if (ends_it && !task->exits)
		t->dying = task->pid;
	if (!in_call && (!ends_it || !t->begun))
		return false;
	if (!in_call)
		name_call(task, event->note, sizeof(event->note));
	event->kind = TRACER_FILTERED;
	return true;
}

/*
 * A thread that ends within a call, with SIGSYS, though no signal had ended its
 * process.
 */
bool task_exits(struct tracer *t, struct task *task, struct tracer_event *event)
{
	int status = (int)task_message(task);

	task->exits = true;
	event->filtered = task->entered && WIFSIGNALED(status) &&
			  WTERMSIG(status) == SIGSYS && t->dying != task->pid &&
			  task_refused(t, task, event);
	event->kind = TRACER_EXIT;
	return t->begun;
}
