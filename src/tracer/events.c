/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stops of the threads, ptrace(2), and what each of them means.  With a
 * filter, a memory call stops at its entry as PTRACE_EVENT_SECCOMP, and only
 * then is its return asked for by PTRACE_SYSCALL; without one, every system
 * call stops twice.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "tracer/internal.h"
#include "tracer/space.h"

#ifndef SECCOMP_FILTER_FLAG_TSYNC
#define SECCOMP_FILTER_FLAG_TSYNC 1
#endif

/* Of include/linux/errno.h: the kernel makes the call again. */
enum { RESTART_FIRST = 512, RESTART_LAST = 516 };

static int64_t clock_now(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void task_resume(struct tracer *t, struct task *task, int signal)
{
	long how = task->every || task->in_call || task->sets_filter
			   ? PTRACE_SYSCALL
			   : PTRACE_CONT;

	if (t->detaching)
		how = PTRACE_DETACH;
	/* It may have been killed meanwhile: then waitpid() tells. */
	ptrace_control(how, task->tid, 0, (void *)(long)signal);
	if (t->detaching)
		task_remove(t, task);
}

/* Whether the call installs a filter, after which ours sees less. */
static bool sets_filter(const struct uapi_syscall_info *info)
{
	if (info->entry.nr == SYS_seccomp)
		return info->entry.args[0] == SECCOMP_SET_MODE_FILTER;
	return info->entry.nr == SYS_prctl &&
	       info->entry.args[0] == PR_SET_SECCOMP;
}

/* Whether it enters a call that the caller wants to know of. */
static bool enter(struct tracer *t, struct task *task,
	const struct uapi_syscall_info *info)
{
	const struct traced_call *traced = traced_call_of(info->entry.nr);

	if (t->request->argv && !t->every)
		untraced_avoid(task->tid, info);
	task->sets_filter = sets_filter(info);
	task->for_all = info->entry.nr == SYS_seccomp &&
			info->entry.args[1] & SECCOMP_FILTER_FLAG_TSYNC;
	if (!traced || !(traced->bit & wanted_calls(t->request)) || !t->begun)
		return false;
	task->in_call = true;
	task->traced = traced;
	for (int i = 0; i < 6; i++)
		task->args[i] = info->entry.args[i];
	task->entered_ns = clock_now();
	return true;
}

/* From now on the filter that it has installed may answer before ours. */
static void stop_at_every(struct tracer *t, struct task *by)
{
	by->every = true;
	if (!by->for_all)
		return;
	for (struct task *task = task_next(t, NULL); task;
		task = task_next(t, task)) {
		if (task->pid != by->pid || task->every)
			continue;
		task->every = true;
		ptrace_control(PTRACE_INTERRUPT, task->tid, 0, NULL);
	}
}

static bool leave(struct tracer *t, struct task *task,
	const struct uapi_syscall_info *info, struct tracer_event *event)
{
	int64_t value = info->exit.rval;

	if (task->sets_filter && !info->exit.is_error)
		stop_at_every(t, task);
	task->sets_filter = false;
	if (!task->in_call)
		return false;
	task->in_call = false;
	event->kind = TRACER_RETURN;
	event->elapsed_ns = clock_now() - task->entered_ns;
	event->value = sizeof(long) == 4 ? (uint32_t)value : (uint64_t)value;
	event->error = info->exit.is_error ? (int)-value : 0;
	event->restarted =
		event->error >= RESTART_FIRST && event->error <= RESTART_LAST;
	return true;
}

static bool on_system_call(
	struct tracer *t, struct task *task, struct tracer_event *event)
{
	struct uapi_syscall_info info;

	if (!ptrace_system_call(task->tid, &info)) {
		if (errno != ESRCH)
			tracer_fail(t,
				"PTRACE_GET_SYSCALL_INFO, which needs Linux "
				"5.3,",
				errno);
		return false;
	}
	if (info.op == UAPI_SYSCALL_EXIT)
		return leave(t, task, &info, event);
	/* Where every call stops, the filter's stop is a second one. */
	if (info.op == UAPI_SYSCALL_SECCOMP && task->in_call)
		return false;
	event->kind = TRACER_ENTRY;
	return (info.op == UAPI_SYSCALL_ENTRY ||
		       info.op == UAPI_SYSCALL_SECCOMP) &&
	       enter(t, task, &info);
}

static unsigned long message_of(pid_t tid)
{
	unsigned long message = 0;

	ptrace_control(PTRACE_GETEVENTMSG, tid, 0, &message);
	return message;
}

/* Its maker's event and its own first stop come in either order. */
static void on_new_task(struct tracer *t, struct task *maker, int event)
{
	pid_t tid = (pid_t)message_of(maker->tid);
	struct task *task = task_find(t, tid);
	bool stopped = task && task->waits;

	if (!tid)
		return;
	if (!task)
		task = task_add(t, tid, tid);
	if (!task)
		return;
	task->pid = event == PTRACE_EVENT_CLONE && is_thread_of(tid, maker->pid)
			    ? maker->pid
			    : tid;
	task->every = maker->every;
	task->space = space_of_child(maker, task);
	task->waits = false;
	if (stopped)
		task_resume(t, task, 0);
}

/* The first thread goes on in the place of the one that called exec(). */
static void on_exec(
	struct tracer *t, struct task *task, char *note, size_t size)
{
	struct task *one = task_next(t, NULL);

	while (one) {
		struct task *next = task_next(t, one);

		if (one->pid == task->pid && one != task)
			task_remove(t, one);
		one = next;
	}
	task->in_call = task->sets_filter = false;
	if (!t->begun)
		start_take_report(t);
	t->begun = true;
	task->every |= t->every;
	space_leave(task->space);
	task->space = NULL;
	if (!t->told_foreign)
		t->told_foreign = exec_is_foreign(task->pid, note, size);
	if (!*note && !t->told_rights)
		t->told_rights = exec_lacks_rights(task->pid, note, size);
}

static bool read_fault(
	struct task *task, int number, struct tracer_event *event)
{
	struct uapi_syscall_info info;

	if ((number != SIGSEGV && number != SIGBUS) ||
		ptrace_control(
			PTRACE_GETSIGINFO, task->tid, 0, &event->signal) == -1)
		return false;
	/* One that a process sent has no cause in memory: sigaction(2). */
	if (event->signal.si_code <= 0 || signal_is_caught(task->tid, number))
		return false;
	if (ptrace_system_call(task->tid, &info)) {
		event->instruction = info.instruction_pointer;
		event->stack = info.stack_pointer;
	}
	event->kind = TRACER_FAULT;
	return true;
}

/* A stop that asks for nothing, or a group-stop: it lasts until SIGCONT. */
static bool on_stop(struct tracer *t, struct task *task, int number)
{
	if (task->waits)
		return false;
	if (number == SIGTRAP || t->detaching) {
		task_resume(t, task, 0);
		return false;
	}
	ptrace_control(PTRACE_LISTEN, task->tid, 0, NULL);
	return false;
}

/* Whether it is an event; *GO_ON: the task goes on if it is not. */
static bool on_ptrace_event(struct tracer *t, struct task *task, int status,
	struct tracer_event *event, bool *go_on)
{
	switch (status >> 16) {
	case PTRACE_EVENT_SECCOMP:
		return on_system_call(t, task, event);
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		on_new_task(t, task, status >> 16);
		return false;
	case PTRACE_EVENT_EXEC:
		on_exec(t, task, event->note, sizeof(event->note));
		event->kind = TRACER_EXEC;
		return true;
	case PTRACE_EVENT_EXIT:
		event->kind = TRACER_EXIT;
		task->exits = true;
		return t->begun;
	case UAPI_PTRACE_EVENT_STOP:
		*go_on = false;
		return on_stop(t, task, WSTOPSIG(status));
	default:
		return false;
	}
}

static bool on_stopped(struct tracer *t, struct task *task, int status,
	struct tracer_event *event)
{
	int number = WSTOPSIG(status);
	bool go_on = true, is_event;

	t->signal = 0;
	if (status >> 16) {
		is_event = on_ptrace_event(t, task, status, event, &go_on);
	} else if (number == (SIGTRAP | 0x80)) {
		is_event = on_system_call(t, task, event);
	} else {
		t->signal = number;
		is_event = read_fault(task, number, event);
	}
	if (is_event && !t->detaching) {
		t->stopped = task;
		event->task = task;
		return true;
	}
	if (go_on)
		task_resume(t, task, t->signal);
	return false;
}

static bool on_ended(struct tracer *t, struct task *task, int status,
	struct tracer_event *event)
{
	static struct task gone;
	bool whole = task->tid == task->pid;

	gone = (struct task){.tid = task->tid, .pid = task->pid};
	task_remove(t, task);
	if (gone.tid == t->first) {
		t->status = status;
		t->ended = true;
		start_take_report(t);
	}
	event->kind = TRACER_ENDED;
	event->task = &gone;
	event->status = status;
	return whole && t->begun;
}

/* A thread whose first stop comes before the event of its maker waits. */
static struct task *meet(struct tracer *t, pid_t tid)
{
	struct task *task = task_add(t, tid, tid);

	if (task)
		task->waits = true;
	return task;
}

/* False: nobody is left, or the tracing ends. */
static bool await(struct tracer *t, pid_t *tid, int *status)
{
	while (t->tasks && !t->failed) {
		if (signals_asked() && !t->interrupted) {
			t->interrupted = signals_asked();
			detach_begin(t);
		}
		*tid = waitpid(-1, status, __WALL);
		if (*tid > 0)
			return true;
		if (errno != EINTR)
			return false;
	}
	return false;
}

bool tracer_next(struct tracer *t, struct tracer_event *event)
{
	pid_t tid;
	int status;

	if (t->stopped)
		task_resume(t, t->stopped, t->signal);
	t->stopped = NULL;
	while (await(t, &tid, &status)) {
		struct task *task = task_find(t, tid);

		*event = (struct tracer_event){.kind = TRACER_ENTRY};
		if (WIFSTOPPED(status)) {
			if (!task)
				task = meet(t, tid);
			if (task && on_stopped(t, task, status, event))
				return true;
		} else if (task && on_ended(t, task, status, event)) {
			return true;
		}
	}
	return false;
}
