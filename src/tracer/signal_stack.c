/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where signal handlers have their stack, sigaltstack(2). */
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "tracer/internal.h"

void signal_stack_enter(struct task *task, const struct uapi_syscall_info *info)
{
	struct signal_stack *stack = &task->signal_stack;
	stack_t asked;
	struct iovec here = {&asked, sizeof(asked)};
	struct iovec there = {
		(void *)(uintptr_t)info->entry.args[0], sizeof(asked)};

	stack->changes = info->entry.nr == SYS_sigaltstack &&
			 info->entry.args[0] &&
			 process_vm_readv(task->tid, &here, 1, &there, 1, 0) ==
				 (ssize_t)sizeof(asked);
	if (!stack->changes)
		return;
	stack->asked = (struct span){0};
	if (!(asked.ss_flags & SS_DISABLE))
		stack->asked = (struct span){.start = (uintptr_t)asked.ss_sp,
			.end = (uintptr_t)asked.ss_sp + asked.ss_size};
}

void signal_stack_leave(struct task *task, bool failed)
{
	if (task->signal_stack.changes && !failed)
		task->signal_stack.now = task->signal_stack.asked;
	task->signal_stack.changes = false;
}

/* A thread has none; a process has a copy, as has a child of vfork(2). */
void signal_stack_inherit(
	struct task *task, const struct task *maker, int event)
{
	if (event != PTRACE_EVENT_CLONE || task->space != maker->space)
		task->signal_stack.now = maker->signal_stack.now;
}
