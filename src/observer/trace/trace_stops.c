/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the traced subject stopped, and which system calls count. */
#include <limits.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "command/act.h"
#include "observer/trace/tracing.h"
#include "proc/ptrace.h"
#include "words/syscalls.h"

static bool take_mark(
	struct tracing *tracing, const struct uapi_syscall_info *info)
{
	const uint64_t *args = (const uint64_t *)info->entry.args;

	/* A 32-bit machine passes our 64-bit values in halves. */
	if (info->entry.nr != MARK_CALL || (int32_t)args[0] != -1 ||
		args[1] != MARK_MAGIC)
		return false;
	tracing->arch = info->arch;
	tracing->counting = args[2] == MARK_BEGIN;
	tracing->over = args[2] == MARK_DONE;
	return true;
}

/*
 * The real stack is reached by a return from the handler that the subject runs
 * in, and left by a trap, which on some machines is a signal to itself
 * (subject/stack.c).  These system calls are not alloca's.
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

static void on_entry(
	struct tracing *tracing, const struct uapi_syscall_info *info)
{
	struct system_call call = {.number = info->entry.nr,
		.foreign = info->arch != tracing->arch};

	if (take_mark(tracing, info) || !tracing->counting)
		return;
	if (tracing->on_stack && is_machinery(call.number))
		return;
	for (int i = 0; i < 6; i++)
		call.args[i] = info->entry.args[i];
	system_calls_enter(tracing->calls, &call);
}

/*
 * Read a call's path at its end: the kernel has read it by then, so we fault in
 * no new page.  Page by page: memory after its end may not be mapped.
 */
static char *read_path(pid_t pid, uint64_t address)
{
	enum { PIECE = 4096 };
	char text[PATH_MAX];
	size_t used = 0;

	while (used < sizeof(text)) {
		size_t most = PIECE - (address + used) % PIECE;
		struct iovec here = {text + used, sizeof(text) - used};
		struct iovec there = {
			(void *)(uintptr_t)(address + used), most};
		ssize_t got = process_vm_readv(pid, &here, 1, &there, 1, 0);

		if (got <= 0)
			return NULL;
		if (memchr(text + used, '\0', (size_t)got))
			return strdup(text);
		used += (size_t)got;
	}
	return NULL;
}

static void note_path(struct tracing *tracing)
{
	struct system_call *call = system_calls_open(tracing->calls);
	const struct syscall_form *form;

	if (!call || call->foreign)
		return;
	form = syscall_form(syscall_name(call->number));
	for (int i = 0; form->arguments[i] != SYSCALL_END; i++)
		if (form->arguments[i] == SYSCALL_PATH)
			call->path = read_path(
				tracing->o->acting->pid, call->args[i]);
}

/* Find out why it stopped. */
void trace_note(struct tracing *tracing)
{
	struct uapi_syscall_info info;

	if (!ptrace_system_call(tracing->o->acting->pid, &info))
		return;
	if (info.op == UAPI_SYSCALL_ENTRY)
		on_entry(tracing, &info);
	if (info.op != UAPI_SYSCALL_EXIT)
		return;
	note_path(tracing);
	system_calls_return(tracing->calls, info.exit.rval,
		info.exit.is_error ? (int)-info.exit.rval : 0);
}
