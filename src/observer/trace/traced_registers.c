/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/trace/traced_registers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#ifdef __x86_64__

#include <asm/ldt.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "observer/trace/tracing.h"
#include "proc/ptrace.h"

/* PTRACE_GET_THREAD_AREA takes the index of a GDT entry. */
enum { PATIENCE_MS = 2000, REQUEST_THREAD_AREA = 25, FIRST_ENTRY = 12 };

/* A process in uninterruptible sleep stops when it wakes: do not wait. */
static int await_stop(pid_t pid, int *status)
{
	static const struct timespec moment = {.tv_nsec = 1000000};
	pid_t got;

	for (int waited = 0; waited < PATIENCE_MS; waited++) {
		got = waitpid(pid, status, __WALL | WNOHANG);
		if (got == pid)
			return WIFSTOPPED(*status) ? 0 : ESRCH;
		if (got == -1 && errno != EINTR)
			return errno;
		nanosleep(&moment, NULL);
	}
	return ETIMEDOUT;
}

static void read_thread_segments(pid_t pid, struct traced_registers *registers)
{
	for (unsigned i = 0; i < 3; i++) {
		struct user_desc description;

		if (ptrace_control(REQUEST_THREAD_AREA, pid,
			    FIRST_ENTRY + (long)i, &description) == -1)
			continue;
		registers->thread[i] = (struct thread_segment){.known = true,
			.base = description.base_addr,
			.limit = description.limit,
			.pages = description.limit_in_pages,
			.wide = description.seg_32bit,
			.code = description.contents & 2,
			.writable = !description.read_exec_only,
			.absent = description.seg_not_present,
			.available = description.useable};
	}
}

static int read_stopped(pid_t pid, struct traced_registers *registers)
{
	struct user_regs_struct regs;

	*registers = (struct traced_registers){0};
	if (ptrace_control(PTRACE_GETREGS, pid, 0, &regs) == -1)
		return errno;
	registers->selectors[REGISTER_CS] = (uint16_t)regs.cs;
	registers->selectors[REGISTER_SS] = (uint16_t)regs.ss;
	registers->selectors[REGISTER_DS] = (uint16_t)regs.ds;
	registers->selectors[REGISTER_ES] = (uint16_t)regs.es;
	registers->selectors[REGISTER_FS] = (uint16_t)regs.fs;
	registers->selectors[REGISTER_GS] = (uint16_t)regs.gs;
	registers->fs_base = regs.fs_base;
	registers->gs_base = regs.gs_base;
	read_thread_segments(pid, registers);
	return 0;
}

/* The signal that stopped it, to be delivered; 0: none. */
static long signal_of(int status)
{
	return status >> 16 ? 0 : WSTOPSIG(status);
}

int traced_registers_read(
	pid_t pid, struct traced_registers *registers, struct reason *reason)
{
	int status, error;

	if (ptrace_control(PTRACE_SEIZE, pid, 0, NULL) == -1) {
		error = errno;
		ptrace_explain_refusal(pid, error, "the subject", reason);
		return error;
	}
	ptrace_control(PTRACE_INTERRUPT, pid, 0, NULL);
	error = await_stop(pid, &status);
	if (error == ETIMEDOUT)
		reason_set(reason, 0,
			"it did not stop within %d seconds: it is in "
			"uninterruptible sleep",
			PATIENCE_MS / 1000);
	else if (error)
		reason_set(reason, 0, "it ended meanwhile");
	if (error)
		return error;
	error = read_stopped(pid, registers);
	if (error)
		reason_set(reason, 0, "PTRACE_GETREGS: %s", strerror(error));
	ptrace_control(PTRACE_DETACH, pid, 0, (void *)signal_of(status));
	return error;
}

#else

int traced_registers_read(
	pid_t pid, struct traced_registers *registers, struct reason *reason)
{
	(void)pid;
	(void)registers;
	reason_set(reason, 0, "this machine has no segment registers");
	return ENOSYS;
}

#endif
