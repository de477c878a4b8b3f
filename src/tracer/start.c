/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program: fork, attach, filter, exec. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/internal.h"

bool tracer_fail(struct tracer *t, const char *what, int error)
{
	if (!t->failed)
		complain_system(t->why, what, error);
	t->failed = true;
	return false;
}

long tracer_options(const struct tracer *t)
{
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE |
		       PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
		       PTRACE_O_TRACEEXEC;

	if (t->request->argv)
		options |= PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
	if (t->request->summary)
		options |= PTRACE_O_TRACEEXIT;
	return options;
}

uint64_t wanted_calls(const struct trace_request *request)
{
	return request->summary ? TRACED_ALL : request->calls;
}

static void report(int fd, int kind, int error)
{
	struct report_of_child said = {kind, error};

	if (write(fd, &said, sizeof(said)) != sizeof(said))
		_exit(EXIT_TRACE_FAILED);
}

/* The child: it goes on when it is traced. */
static void become(const struct tracer *t, int go, int said)
{
	const struct trace_request *request = t->request;
	int error = 0;
	char byte;

	if (read(go, &byte, 1) != 1)
		_exit(EXIT_TRACE_FAILED); /* memtool is gone */
	if (!t->every)
		error = filter_install(wanted_calls(request));
	if (error)
		report(said, REPORT_NO_FILTER, error);
	inherited_restore();
	execvp(request->argv[0], request->argv);
	report(said, REPORT_NO_EXEC, errno);
	_exit(EXIT_TRACE_FAILED);
}

static bool seize(struct tracer *t)
{
	struct reason reason = {0};

	if (ptrace_control(
		    PTRACE_SEIZE, t->first, 0, (void *)tracer_options(t)) != -1)
		return true;
	ptrace_explain_refusal(t->first, errno, "the program", &reason);
	complain(t->why, NULL, "%s", reason.text);
	t->why->kind = COMPLAINT_SYSTEM;
	t->failed = true;
	return false;
}

bool start_program(struct tracer *t)
{
	int go[2], said[2];
	bool traced;

	if (pipe2(go, O_CLOEXEC) == -1 || pipe2(said, O_CLOEXEC) == -1)
		return tracer_fail(t, "pipe2", errno);
	t->every = !filter_sees_all(wanted_calls(t->request));
	t->first = fork();
	if (t->first == -1)
		return tracer_fail(t, "fork", errno);
	if (t->first == 0) {
		close(go[1]);
		close(said[0]);
		become(t, go[0], said[1]);
	}
	signals_receiver(t->first);
	close(go[0]);
	close(said[1]);
	t->report = said[0];
	fcntl(said[0], F_SETFL, O_NONBLOCK);
	traced = seize(t) && task_add(t, t->first, t->first);
	if (traced && write(go[1], "", 1) != 1)
		traced = tracer_fail(t, "the program", errno);
	close(go[1]);
	if (!traced)
		waitpid(t->first, NULL, 0);
	return traced;
}

/* It comes before exec(), if at all: there is nothing to wait for. */
void start_take_report(struct tracer *t)
{
	struct report_of_child said;

	while (t->report != -1 &&
		read(t->report, &said, sizeof(said)) == sizeof(said)) {
		if (said.kind == REPORT_NO_FILTER)
			t->every = true;
		else
			t->exec_error = said.error;
	}
	if (t->report != -1)
		close(t->report);
	t->report = -1;
}

bool tracer_start(struct tracer *t, const struct trace_request *request,
	struct complaint *why)
{
	*t = (struct tracer){.request = request, .report = -1, .why = why};
	signals_begin(t);
	return request->argv ? start_program(t) : attach(t);
}
