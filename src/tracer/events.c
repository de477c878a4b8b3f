/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stops of the threads, ptrace(2), and what each of them means. */
#include <errno.h>
#include <sys/wait.h>

#include "tracer/internal.h"

void task_resume(struct tracer *t, struct task *task, int signal)
{
	long how = task->every || task->in_call || task->sets_filter ||
				   task->signal_stack.changes
			   ? PTRACE_SYSCALL
			   : PTRACE_CONT;

	/* A filter may end a thread without another stop. */
	if (task->every && !task->shows_exit)
		task->shows_exit =
			ptrace_control(PTRACE_SETOPTIONS, task->tid, 0,
				(void *)(tracer_options(t) |
					 PTRACE_O_TRACEEXIT)) == 0;
	task->handed = signal;
	if (t->detaching)
		how = PTRACE_DETACH;
	/* It may have been killed meanwhile: then waitpid() tells. */
	ptrace_control(how, task->tid, 0, (void *)(long)signal);
	if (t->detaching)
		task_remove(t, task);
}

/*
 * A handler that has told of a fault, and raises the signal again to end its
 * process.  The fault is the cause; any other signal that a process sends has
 * none in memory: sigaction(2).
 */
static bool is_raised_again(const struct task *task, const siginfo_t *signal)
{
	return signal->si_code <= 0 && signal->si_pid == task->pid &&
	       signal->si_signo == task->caught.signal.si_signo;
}

/* Whether it is a fault that ends the process. */
static bool read_fault(
	struct task *task, int number, struct tracer_event *event)
{
	struct uapi_syscall_info info;
	struct task_fault fault = {.instruction = 0};
	bool caught;

	if ((number != SIGSEGV && number != SIGBUS) ||
		ptrace_control(
			PTRACE_GETSIGINFO, task->tid, 0, &fault.signal) == -1)
		return false;
	caught = signal_is_caught(task->tid, number);
	if (!caught && is_raised_again(task, &fault.signal))
		fault = task->caught;
	else if (fault.signal.si_code <= 0)
		return false;
	else if (ptrace_system_call(task->tid, &info)) {
		fault.instruction = info.instruction_pointer;
		fault.stack = info.stack_pointer;
	}
	if (caught) {
		task->caught = fault;
		return false;
	}
	event->fault = fault;
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
		return task_calls(t, task, event);
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		task_begins(t, task, status >> 16);
		return false;
	case PTRACE_EVENT_EXEC:
		task_executes(t, task, event->note, sizeof(event->note));
		event->kind = TRACER_EXEC;
		return true;
	case PTRACE_EVENT_EXIT:
		return task_exits(t, task, event);
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
		is_event = task_calls(t, task, event);
	} else {
		t->signal = number;
		if (number == SIGSYS && !signal_is_caught(task->tid, number))
			t->dying = task->pid;
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
				task = task_meet(t, tid);
			if (task && on_stopped(t, task, status, event))
				return true;
		} else if (task && task_ends(t, task, status, event)) {
			return true;
		}
	}
	return false;
}
