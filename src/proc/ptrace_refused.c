/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why ptrace(2) is refused: the errno is only EPERM. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc/process.h"
#include "proc/ptrace.h"
#include "proc/read.h"
#include "words/program.h"

int tracer_of(pid_t pid)
{
	uint64_t tracer = 0;

	process_status(pid, "TracerPid", &tracer);
	return (int)tracer;
}

static void print_tracer(int tracer, const char *who, struct reason *reason)
{
	struct process process;

	if (process_read(tracer, &process))
		reason_set(reason, 0, "%s is already traced by %s (%d)", who,
			process.name, tracer);
	else
		reason_set(reason, 0, "%s is already traced by process %d", who,
			tracer);
}

/* What kernel.yama.ptrace_scope allows; from 2 on not even children. */
static bool refused_by_yama(pid_t pid, struct reason *reason)
{
	static const char yama[] = "/proc/sys/kernel/yama/ptrace_scope";
	static const char *const means[] = {"allows only descendants",
		"needs CAP_SYS_PTRACE", "forbids tracing"};
	struct process process = {.parent = 0};
	uint64_t scope;

	process_read(pid, &process);
	if (!read_number(yama, &scope) || scope == 0 ||
		(scope == 1 && process.parent == getpid()))
		return false;
	reason_set(reason, 0,
		"ptrace is refused (EPERM): kernel.yama.ptrace_scope is "
		"%" PRIu64 ", which %s",
		scope, means[scope > 3 ? 2 : scope - 1]);
	return true;
}

/* Another user's process, ptrace(2), "Ptrace access mode checking". */
static bool refused_by_owner(pid_t pid, const char *who, struct reason *reason)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	if (geteuid() == 0 || stat(path, &status) == -1 ||
		status.st_uid == geteuid())
		return false;
	reason_set(reason, 0,
		"ptrace is refused (EPERM): %s belongs to user %u, not to %u",
		who, (unsigned)status.st_uid, (unsigned)geteuid());
	return true;
}

/* It has ended, or is the kernel's. */
static bool refused_by_kind(pid_t pid, const char *who, struct reason *reason)
{
	struct process process;

	if (!process_read(pid, &process) ||
		(process.state != 'Z' && !process.kernel_thread))
		return false;
	if (process.state == 'Z')
		reason_set(reason, 0,
			"%s has ended, and waits for its parent (a zombie); "
			"the PID of a running process is accepted",
			who);
	else
		reason_set(reason, 0,
			"%s is a thread of the kernel; the PID of a process "
			"is accepted",
			who);
	return true;
}

void ptrace_explain_refusal(
	pid_t pid, int error, const char *who, struct reason *reason)
{
	int tracer = tracer_of(pid);
	uint64_t mode;

	if (error == EPERM && tracer)
		print_tracer(tracer, who, reason);
	else if (error == EPERM && (refused_by_kind(pid, who, reason) ||
					   refused_by_owner(pid, who, reason) ||
					   refused_by_yama(pid, reason)))
		return;
	else if (process_status(getpid(), "Seccomp", &mode) && mode == 2)
		reason_set(reason, 0,
			"ptrace is refused (%s), perhaps by the seccomp filter "
			"of %s",
			strerror(error), program_name());
	else
		reason_set(
			reason, 0, "ptrace is refused (%s)", strerror(error));
}
