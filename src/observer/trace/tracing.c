/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/trace/tracing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* Stopped as a whole by a signal: it stays so until it gets a SIGCONT. */
static bool is_group_stop(int status)
{
	return status >> 16 == UAPI_PTRACE_EVENT_STOP &&
	       WSTOPSIG(status) != SIGTRAP;
}

/* The signal that it stopped for, which it shall get; 0: it was none. */
static long signal_of(int status)
{
	return status >> 16 || WSTOPSIG(status) & 0x80 ? 0 : WSTOPSIG(status);
}

static void go_on(pid_t pid, int status)
{
	if (is_group_stop(status))
		trace_control(PTRACE_LISTEN, pid, 0, NULL);
	else
		trace_control(
			PTRACE_SYSCALL, pid, 0, (void *)signal_of(status));
}

static void let_go(pid_t pid, int status)
{
	trace_control(PTRACE_DETACH, pid, 0, (void *)signal_of(status));
}

/* Wait for its next stop.  False: it is gone. */
static bool await_stop(struct observer *o, int *status)
{
	pid_t got;

	do {
		got = waitpid(o->subject.pid, status, 0);
	} while (got == -1 && errno == EINTR);
	if (got == o->subject.pid && WIFSTOPPED(*status))
		return true;
	o->subject.dead = true;
	if (got == o->subject.pid)
		o->subject.wait_status = *status;
	else
		observer_trouble(o, "waitpid", errno);
	return false;
}

bool trace_begin(struct observer *o, struct record *record)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
	struct system_calls *calls = calloc(1, sizeof(*calls));
	struct uapi_syscall_info info;
	int status;

	if (!calls)
		return false;
	record->system_calls = calls;
	if (trace_control(PTRACE_SEIZE, o->subject.pid, 0, (void *)options) ==
		-1) {
		explain_refusal(o->subject.pid, errno, &calls->reason);
		return false;
	}
	trace_control(PTRACE_INTERRUPT, o->subject.pid, 0, NULL);
	if (!await_stop(o, &status)) {
		return reason_set(
			&calls->reason, 0, "the subject ended before the call");
	}
	if (!trace_read(o->subject.pid, &info)) {
		reason_set(&calls->reason, 0,
			"this kernel does not tell of system calls: "
			"PTRACE_GET_SYSCALL_INFO needs Linux 5.3");
		let_go(o->subject.pid, status);
		return false;
	}
	go_on(o->subject.pid, status);
	return true;
}

/*
 * It has answered, or left, without the last mark: a call that maps over the
 * subject's state may wipe out that it is to make any.
 */
static enum wait_result stop_tracing(struct trace *t)
{
	int status;

	trace_control(PTRACE_INTERRUPT, t->o->subject.pid, 0, NULL);
	if (!await_stop(t->o, &status))
		return WAIT_DIED;
	trace_note(t);
	let_go(t->o->subject.pid, status);
	return WAIT_ANSWERED;
}

static enum wait_result follow(struct trace *t)
{
	pid_t pid = t->o->subject.pid;
	int status;

	for (;;) {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid && !WIFSTOPPED(status)) {
			t->o->subject.dead = true;
			t->o->subject.wait_status = status;
			return WAIT_DIED;
		}
		if (got == pid) {
			trace_note(t);
			if (t->over) {
				let_go(pid, status);
				return WAIT_ANSWERED;
			}
			go_on(pid, status);
			progress_pass(t->o);
		} else if (poll_channel(t->o)) {
			return stop_tracing(t);
		}
		if (t->o->troubled)
			return WAIT_TROUBLED;
		if (was_interrupted(t->o))
			return WAIT_INTERRUPTED;
	}
}

enum wait_result trace_follow(struct observer *o, struct record *record)
{
	struct trace trace = {.o = o,
		.calls = record->system_calls,
		.on_stack =
			command_has_trait(record->call.command, CALL_ON_STACK)};
	enum wait_result result;

	result = follow(&trace);
	system_calls_sort(trace.calls);
	return result;
}
