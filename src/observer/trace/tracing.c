/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/trace/tracing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "proc/ptrace.h"

/* A group-stop: it lasts until SIGCONT. */
static bool is_group_stop(int status)
{
	return status >> 16 == UAPI_PTRACE_EVENT_STOP &&
	       WSTOPSIG(status) != SIGTRAP;
}

/* The signal that stopped it, to be delivered; 0: none. */
static long signal_of(int status)
{
	return status >> 16 || WSTOPSIG(status) & 0x80 ? 0 : WSTOPSIG(status);
}

static void go_on(pid_t pid, int status)
{
	if (is_group_stop(status))
		ptrace_control(PTRACE_LISTEN, pid, 0, NULL);
	else
		ptrace_control(
			PTRACE_SYSCALL, pid, 0, (void *)signal_of(status));
}

static void let_go(pid_t pid, int status)
{
	ptrace_control(PTRACE_DETACH, pid, 0, (void *)signal_of(status));
}

/* Wait for its next stop.  False: it is gone. */
static bool await_stop(struct observer *o, int *status)
{
	pid_t got;

	do {
		got = wait_for_end(o->now, o->acting->pid, status, __WALL);
	} while (got == -1 && errno == EINTR);
	if (got == o->acting->pid && WIFSTOPPED(*status))
		return true;
	o->now->dead = true;
	if (got == o->acting->pid)
		o->now->wait_status = *status;
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
	if (o->acting->process &&
		command_has_trait(record->call.command, CALL_ENDS))
		return reason_set(&calls->reason, 0,
			"nothing marks where the end of a thread begins");
	if (ptrace_control(PTRACE_SEIZE, o->acting->pid, 0, (void *)options) ==
		-1) {
		ptrace_explain_refusal(
			o->acting->pid, errno, "the subject", &calls->reason);
		return false;
	}
	ptrace_control(PTRACE_INTERRUPT, o->acting->pid, 0, NULL);
	if (!await_stop(o, &status)) {
		return reason_set(
			&calls->reason, 0, "the subject ended before the call");
	}
	if (!ptrace_system_call(o->acting->pid, &info)) {
		reason_set(&calls->reason, 0,
			"this kernel cannot show system calls: "
			"PTRACE_GET_SYSCALL_INFO needs Linux 5.3");
		let_go(o->acting->pid, status);
		return false;
	}
	go_on(o->acting->pid, status);
	return true;
}

/*
 * It answered or ended without the last mark: a call that maps over the
 * subject's state may erase the request for marks.
 */
static enum wait_result stop_tracing(struct tracing *tracing)
{
	int status;

	ptrace_control(PTRACE_INTERRUPT, tracing->o->acting->pid, 0, NULL);
	if (!await_stop(tracing->o, &status))
		return WAIT_DIED;
	trace_note(tracing);
	let_go(tracing->o->acting->pid, status);
	return WAIT_ANSWERED;
}

static enum wait_result follow(struct tracing *tracing)
{
	pid_t pid = tracing->o->acting->pid;
	int status;

	for (;;) {
		pid_t got = wait_for_end(
			tracing->o->now, pid, &status, WNOHANG | __WALL);

		if (got == pid && !WIFSTOPPED(status)) {
			tracing->o->now->dead = true;
			tracing->o->now->wait_status = status;
			return WAIT_DIED;
		}
		if (got == pid) {
			trace_note(tracing);
			if (tracing->over) {
				let_go(pid, status);
				return WAIT_ANSWERED;
			}
			go_on(pid, status);
			progress_pass(tracing->o);
		} else if (poll_channel(tracing->o)) {
			return stop_tracing(tracing);
		}
		if (tracing->o->troubled)
			return WAIT_TROUBLED;
		if (was_interrupted(tracing->o))
			return WAIT_INTERRUPTED;
		if (has_timed_out(tracing->o))
			return WAIT_TIMED_OUT;
	}
}

enum wait_result trace_follow(struct observer *o, struct record *record)
{
	struct tracing trace = {.o = o,
		.calls = record->system_calls,
		.on_stack =
			command_has_trait(record->call.command, CALL_ON_STACK)};
	enum wait_result result;

	result = follow(&trace);
	system_calls_sort(trace.calls);
	return result;
}
