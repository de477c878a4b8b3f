/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/trace.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands/act.h"
#include "words/uapi.h"

struct trace {
	struct observer *o;
	struct system_calls *calls;
	bool on_stack;
	bool counting; /* between the marks */
	bool over;     /* the mark that ends the step has come */
	uint32_t arch; /* that the marks are made by: our own */
};

/* By the system call itself: the types of ptrace() differ among libraries. */
static long control(long request, pid_t pid, long address, void *data)
{
	return syscall(SYS_ptrace, request, (long)pid, address, data);
}

/* What the stopped subject does; false: this kernel does not tell. */
static bool read_info(pid_t pid, struct uapi_syscall_info *info)
{
	return control(UAPI_PTRACE_GET_SYSCALL_INFO, pid, sizeof(*info), info) >
	       0;
}

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
		control(PTRACE_LISTEN, pid, 0, NULL);
	else
		control(PTRACE_SYSCALL, pid, 0, (void *)signal_of(status));
}

static void let_go(pid_t pid, int status)
{
	control(PTRACE_DETACH, pid, 0, (void *)signal_of(status));
}

/* Wait for its next stop.  False: it is gone. */
static bool await_stop(struct observer *o, int *status)
{
	pid_t got;

	do {
		got = waitpid(o->pid, status, 0);
	} while (got == -1 && errno == EINTR);
	if (got == o->pid && WIFSTOPPED(*status))
		return true;
	o->dead = true;
	o->wait_status = got == o->pid ? *status : 0;
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
	if (control(PTRACE_SEIZE, o->pid, 0, (void *)options) == -1) {
		explain_refusal(
			o->pid, errno, calls->reason, sizeof(calls->reason));
		return false;
	}
	control(PTRACE_INTERRUPT, o->pid, 0, NULL);
	if (!await_stop(o, &status))
		return false;
	if (!read_info(o->pid, &info)) {
		snprintf(calls->reason, sizeof(calls->reason),
			"this kernel does not tell of system calls: "
			"PTRACE_GET_SYSCALL_INFO needs Linux 5.3");
		let_go(o->pid, status);
		return false;
	}
	go_on(o->pid, status);
	return true;
}

static bool take_mark(struct trace *t, const struct uapi_syscall_info *info)
{
	const uint64_t *args = (const uint64_t *)info->entry.args;

	/* A 32-bit machine passes the halves of what we have as longs. */
	if (info->entry.nr != MARK_CALL || (int32_t)args[0] != -1 ||
		args[1] != MARK_MAGIC)
		return false;
	t->arch = info->arch;
	t->counting = args[2] == MARK_BEGIN;
	t->over = args[2] == MARK_DONE;
	return true;
}

/*
 * A call on the real stack is reached by a return from the handler that the
 * subject lives in, and left by a trap, which on some machines is a signal
 * that it sends to itself (subject/stack.c).  None of that is alloca's.
 */
static bool is_machinery(uint64_t number)
{
	switch (number) {
	case SYS_rt_sigreturn:
#if !defined(__x86_64__) && !defined(__i386__) && !defined(__aarch64__)
	case SYS_rt_sigprocmask:
	case SYS_getpid:
	case SYS_gettid:
	case SYS_tgkill:
#endif
		return true;
	default:
		return false;
	}
}

static void on_entry(struct trace *t, const struct uapi_syscall_info *info)
{
	struct system_call call = {
		.number = info->entry.nr, .foreign = info->arch != t->arch};

	if (take_mark(t, info) || !t->counting)
		return;
	if (t->on_stack && is_machinery(call.number))
		return;
	for (int i = 0; i < 6; i++)
		call.args[i] = info->entry.args[i];
	system_calls_enter(t->calls, &call);
}

/* See what it is stopped for. */
static void note(struct trace *t)
{
	struct uapi_syscall_info info;

	if (!read_info(t->o->pid, &info))
		return;
	if (info.op == UAPI_SYSCALL_ENTRY)
		on_entry(t, &info);
	else if (info.op == UAPI_SYSCALL_EXIT)
		system_calls_return(t->calls, info.exit.rval,
			info.exit.is_error ? (int)-info.exit.rval : 0);
}

/*
 * It has answered, or left, without the last mark: a call that maps over the
 * subject's state may wipe out that it is to make any.
 */
static enum wait_result stop_tracing(struct trace *t)
{
	int status;

	control(PTRACE_INTERRUPT, t->o->pid, 0, NULL);
	if (!await_stop(t->o, &status))
		return WAIT_DIED;
	note(t);
	let_go(t->o->pid, status);
	return WAIT_ANSWERED;
}

static enum wait_result follow(struct trace *t)
{
	pid_t pid = t->o->pid;
	int status;

	for (;;) {
		pid_t got;

		child_look();
		got = waitpid(pid, &status, WNOHANG);
		if (got == pid && !WIFSTOPPED(status)) {
			t->o->dead = true;
			t->o->wait_status = status;
			return WAIT_DIED;
		}
		if (got == pid) {
			note(t);
			if (t->over) {
				let_go(pid, status);
				return WAIT_ANSWERED;
			}
			go_on(pid, status);
		} else if (poll_channel(t->o)) {
			return stop_tracing(t);
		}
		if (was_interrupted(t->o))
			return WAIT_INTERRUPTED;
	}
}

enum wait_result trace_follow(struct observer *o, struct record *record)
{
	struct trace trace = {.o = o,
		.calls = record->system_calls,
		.on_stack = record->step->command->on_stack};
	enum wait_result result;

	child_watch(true);
	result = follow(&trace);
	child_watch(false);
	system_calls_sort(trace.calls);
	return result;
}
