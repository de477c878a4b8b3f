/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of ptrace(2), and why one is refused. */
#ifndef MEMTOOL_PROC_PTRACE_H
#define MEMTOOL_PROC_PTRACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "words/reason.h"

struct uapi_syscall_info;

/* A request of ptrace(2). */
long ptrace_control(long request, pid_t pid, long address, void *data);

/* The stopped thread's system call; false: not supported by the kernel. */
bool ptrace_system_call(pid_t pid, struct uapi_syscall_info *info);

/* The tracer of a process; 0: none, or unknown. */
int tracer_of(pid_t pid);

/* Find the reason for an ERROR of ptrace(2) on PID, which is called WHO. */
void ptrace_explain_refusal(
	pid_t pid, int error, const char *who, struct reason *reason);

#endif
