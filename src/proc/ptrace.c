/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/ptrace.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "words/uapi.h"

/* The raw system call: the types of ptrace() differ between libraries. */
long ptrace_control(long request, pid_t pid, long address, void *data)
{
	return syscall(SYS_ptrace, request, (long)pid, address, data);
}

bool ptrace_system_call(pid_t pid, struct uapi_syscall_info *info)
{
	return ptrace_control(UAPI_PTRACE_GET_SYSCALL_INFO, pid, sizeof(*info),
		       info) > 0;
}
