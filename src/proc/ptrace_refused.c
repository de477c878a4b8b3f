/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why ptrace(2) is refused: the errno is only EPERM. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/process.h"
#include "proc/ptrace.h"
#include "proc/read.h"
#include "words/program.h"

/* A number in a process's status: "TracerPid"; 0: missing. */
static int status_number(pid_t pid, const char *key)
{
	size_t length, size = strlen(key);
	char *text = read_process_file(pid, "status", &length);
	const char *line = text;
	int number = 0;

	for (; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, size) == 0 && line[size] == ':') {
			number = atoi(line + size + 1);
			break;
		}
	}
	free(text);
	return number;
}

int tracer_of(pid_t pid)
{
	return status_number(pid, "TracerPid");
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

void ptrace_explain_refusal(
	pid_t pid, int error, const char *who, struct reason *reason)
{
	static const char yama[] = "/proc/sys/kernel/yama/ptrace_scope";
	int tracer = tracer_of(pid);
	uint64_t scope;

	if (error == EPERM && tracer)
		print_tracer(tracer, who, reason);
	/* A parent may trace its children below 2. */
	else if (error == EPERM && read_number(yama, &scope) && scope >= 2)
		reason_set(reason, 0,
			"ptrace is refused (EPERM): kernel.yama.ptrace_scope "
			"is %" PRIu64 ", which %s",
			scope,
			scope == 2 ? "needs CAP_SYS_PTRACE"
				   : "forbids tracing");
	else if (status_number(getpid(), "Seccomp") == 2)
		reason_set(reason, 0,
			"ptrace is refused (%s), perhaps by the seccomp filter "
			"of %s",
			strerror(error), program_name());
	else
		reason_set(
			reason, 0, "ptrace is refused (%s)", strerror(error));
}
