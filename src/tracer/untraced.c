/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child made with CLONE_UNTRACED would inherit the filter and have no tracer:
 * each of its memory calls would fail with ENOSYS, seccomp(2).  So the flag is
 * taken away at the entry of the call.
 */
#include <linux/sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include "tracer/internal.h"

/* The register of clone's first argument, its flags; false: not known here. */
static bool set_first_argument(pid_t tid, uint64_t value)
{
#if defined(__x86_64__)
	return ptrace_control(PTRACE_POKEUSER, tid,
		       offsetof(struct user_regs_struct, rdi),
		       (void *)value) == 0;
#elif defined(__i386__)
	return ptrace_control(PTRACE_POKEUSER, tid,
		       offsetof(struct user_regs_struct, ebx),
		       (void *)(unsigned long)value) == 0;
#elif defined(__aarch64__)
	enum { NT_PRSTATUS = 1 };
	struct user_regs_struct registers;
	struct iovec all = {&registers, sizeof(registers)};

	if (ptrace_control(PTRACE_GETREGSET, tid, NT_PRSTATUS, &all) == -1)
		return false;
	registers.regs[0] = value;
	return ptrace_control(PTRACE_SETREGSET, tid, NT_PRSTATUS, &all) == 0;
#else
	(void)tid;
	(void)value;
	return false;
#endif
}

/* The first member of struct clone_args; its lower half has the flag. */
static void trace_clone3(pid_t tid, uint64_t where)
{
	unsigned long flags;

	if (ptrace_control(PTRACE_PEEKDATA, tid, (long)where, &flags) == -1 ||
		!(flags & CLONE_UNTRACED))
		return;
	flags &= ~(unsigned long)CLONE_UNTRACED;
	ptrace_control(PTRACE_POKEDATA, tid, (long)where, (void *)flags);
}

void untraced_avoid(pid_t tid, const struct uapi_syscall_info *info)
{
	if (info->entry.nr == SYS_clone && info->entry.args[0] & CLONE_UNTRACED)
		set_first_argument(
			tid, info->entry.args[0] & ~(uint64_t)CLONE_UNTRACED);
#ifdef SYS_clone3
	else if (info->entry.nr == SYS_clone3)
		trace_clone3(tid, info->entry.args[0]);
#endif
}
