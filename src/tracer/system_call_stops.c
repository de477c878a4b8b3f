/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stops of a thread at its system calls.  With a filter, a memory call
 * stops at its entry as PTRACE_EVENT_SECCOMP, and only then is its return asked
 * for by PTRACE_SYSCALL; without one, every system call stops twice.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

#include "tracer/internal.h"

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
	signal_stack_enter(task, info);
	task->entered = true;
	task->number = info->entry.nr;
	for (int i = 0; i < 6; i++)
		task->args[i] = info->entry.args[i];
	if (!traced || !(traced->bit & wanted_calls(t->request)) || !t->begun)
		return false;
	task->in_call = true;
	task->traced = traced;
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
	signal_stack_leave(task, info->exit.is_error);
	if (task->in_call)
		event->elapsed_ns = clock_now() - task->entered_ns;
	if (task_is_refused(task, value))
		return task_refused(t, task, event);
	task->entered = false;
	if (!task->in_call)
		return false;
	task->in_call = false;
	event->kind = TRACER_RETURN;
	event->value = sizeof(long) == 4 ? (uint32_t)value : (uint64_t)value;
	event->error = info->exit.is_error ? (int)-value : 0;
	event->restarted =
		event->error >= RESTART_FIRST && event->error <= RESTART_LAST;
	return true;
}

bool task_calls(struct tracer *t, struct task *task, struct tracer_event *event)
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
	if (!abi_is_own(info.arch))
		return false;
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
