/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool trace: the calls of another program become records, and then it is
 * as with memtool's own calls.
 *
 *	program -> tracer -> records -> effect, why -> report
 */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trace_events.h"
#include "words/signals.h"

/* The signal that ended the program; 0: none. */
static int fatal;

/* As the program's, or env(1)'s where there was none. */
static int status_of(const struct tracer *t)
{
	if (t->failed)
		return EXIT_TRACE_FAILED;
	if (t->exec_error)
		return t->exec_error == ENOENT ? EXIT_NOT_FOUND
					       : EXIT_NOT_EXECUTED;
	if (t->interrupted)
		return EXIT_SIGNAL + t->interrupted;
	if (!t->request->argv)
		return EXIT_AS_EXPECTED;
	if (WIFSIGNALED(t->status)) {
		fatal = WTERMSIG(t->status);
		return EXIT_SIGNAL + fatal;
	}
	return WEXITSTATUS(t->status);
}

static int end(struct trace *trace, struct complaint *why)
{
	const struct plan *plan = trace->report.plan;
	struct tracer *t = &trace->tracer;
	struct trace_ending ending = {.pid = t->failed ? 0 : t->first,
		.ended = t->ended && !t->exec_error,
		.status = t->status,
		.notes = trace->notes,
		.note_count = trace->note_count,
		.summary = trace->request->summary && t->begun && !t->exec_error
				   ? &trace->summary
				   : NULL,
		.exit_status = status_of(t)};

	if (t->exec_error)
		complain_system(why, t->request->argv[0], t->exec_error);
	if (t->interrupted) {
		complain(why, NULL, "interrupted by %s; the process goes on",
			signal_name(t->interrupted));
		why->kind = COMPLAINT_INTERRUPTED;
	}
	if (why->message)
		complain_about(why, plan->inspection->name);
	ending.error = why->message ? why : NULL;
	if (!trace_report_end(&trace->report, &ending)) {
		fprintf(stderr, "%s: the report: out of memory\n",
			plan->program);
		ending.exit_status = EXIT_TRACE_FAILED;
	}
	if (why->message)
		report_complain(plan, why);
	return ending.exit_status;
}

static int run(const struct plan *plan, FILE *out)
{
	struct trace *trace = calloc(1, sizeof(*trace));
	struct complaint why = {0};
	struct tracer_event event;
	int status = EXIT_TRACE_FAILED;

	if (!trace)
		return status;
	trace->request = &plan->trace;
	summary_begin(&trace->summary);
	if (trace_report_begin(&trace->report, plan, out)) {
		if (tracer_start(&trace->tracer, &plan->trace, &why)) {
			/* Its exec(2) stops it: it does nothing before. */
			trace->kills = kills_now();
			while (tracer_next(&trace->tracer, &event))
				trace_event(trace, &event);
		}
		status = end(trace, &why);
	}
	tracer_end(&trace->tracer);
	complaint_free(&why);
	for (size_t i = 0; i < trace->note_count; i++)
		free(trace->notes[i]);
	free(trace);
	return status;
}

static bool is_standard_output(const struct trace_request *request)
{
	return request->output ? strcmp(request->output, "-") == 0
			       : !request->argv;
}

/* The program may write there, too: a line is written when it is whole. */
static FILE *open_output(const struct trace_request *request)
{
	int fd;

	if (request->output && is_standard_output(request))
		setvbuf(stdout, NULL, _IOLBF, 0);
	if (is_standard_output(request))
		return stdout;
	if (!request->output)
		return stderr;
	fd = open(request->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		0666);
	return fd == -1 ? NULL : fdopen(fd, "w");
}

static int refuse(const struct plan *plan, const char *accepted)
{
	fprintf(stderr, "%s: %s: --output '%s': %s%s\n", plan->program,
		plan->inspection->name, plan->trace.output, strerror(errno),
		accepted);
	return EXIT_TRACE_FAILED;
}

int trace_run(const struct plan *plan)
{
	FILE *out = open_output(&plan->trace);
	int status;

	if (!out)
		return refuse(plan, "; a file that can be written is accepted, "
				    "or - for standard output");
	status = run(plan, out);
	if (out == stderr || out == stdout)
		return status;
	if (ferror(out) | (fclose(out) != 0))
		status = refuse(plan, "");
	return status;
}

void trace_die_like_program(void)
{
	static const struct rlimit none = {0, 0};

	if (!fatal)
		return;
	setrlimit(RLIMIT_CORE, &none); /* the program has left its own */
	signal(fatal, SIG_DFL);
	raise(fatal);
}
