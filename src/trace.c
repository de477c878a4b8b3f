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

#include "report/trace.h"
#include "tracer/sight.h"
#include "tracer/summary.h"
#include "tracer/tracer.h"
#include "words/signals.h"

enum { NOTES_MOST = 15 };

struct trace {
	const struct trace_request *request;
	struct tracer tracer;
	struct trace_report report;
	struct summary summary;
	struct sight sight;
	struct kills kills;
	char *notes[NOTES_MOST];
	size_t note_count;
};

/* The signal that ended the program; 0: none. */
static int fatal;

/* Whether lines are shown, not only the summary. */
static bool shows_lines(const struct trace_request *request)
{
	return !request->summary || request->failed || request->effects;
}

static void show(struct trace *trace, struct sight *sight)
{
	struct effect effect;
	struct causes causes;
	const char *call = sight->record.outcome.kind == OUTCOME_SIGNAL
				   ? "(signal)"
				   : call_spelling(&sight->record.call);
	bool did_nothing;

	if (!effect_of(&sight->record, &effect))
		effect = (struct effect){.observed = false};
	causes.count = 0;
	if (sight->failed || sight->before)
		why_find(&sight->record, &effect, &causes);
	if (!sight->failed)
		why_keep_idle(&causes);
	did_nothing = !sight->failed && causes.count;
	if (trace->request->summary && (sight->failed || did_nothing))
		summary_note_cause(&trace->summary,
			causes.count ? causes.list[0].slug : NULL, call);
	if (shows_lines(trace->request) &&
		(!trace->request->failed || sight->failed || did_nothing)) {
		if (!trace->request->effects)
			effect.observed = false;
		trace_report_row(&trace->report,
			&(struct trace_row){&sight->record, &effect, &causes,
				sight->exact, trace->tracer.several});
	}
	effect_free(&effect);
}

/* What must be read before the call, if its effect is asked for. */
static void on_entry(struct trace *trace, struct task *task)
{
	struct call *call = &trace->sight.record.call;
	uint32_t parts = 0;

	if (trace->request->failed) {
		traced_call_make(task->traced, task->args, call);
		parts = sight_before(task, call);
	}
	if (trace->request->effects)
		parts |= PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS);
	if (parts && task->traced->bit & trace->request->calls)
		task->before = snapshot_of(task, parts);
}

/* Most calls succeed, and neither a line nor a sum depends on them. */
static bool is_dull(const struct trace *trace, const struct tracer_event *event)
{
	const enum traced noted =
		TRACED_BRK | TRACED_MLOCKALL | TRACED_MUNLOCKALL;

	return trace->request->failed && !trace->request->summary &&
	       !event->error && !event->task->before &&
	       !(event->task->traced->bit & noted);
}

static void on_return(struct trace *trace, const struct tracer_event *event)
{
	struct task *task = event->task;
	struct space *space = space_of(task);
	struct sight *sight = &trace->sight;
	struct moved moved = {0};

	if (event->restarted) {
		snapshot_drop(&task->before);
		return; /* the call comes again */
	}
	if (is_dull(trace, event))
		return;
	sight_of_call(sight, &trace->tracer, event);
	if (space && (!sight->failed || task->traced->bit == TRACED_BRK))
		moved = space_note(space, &sight->record.call,
			task->traced->bit, event->value);
	if (trace->request->summary)
		summary_note_call(&trace->summary, event, sight->failed, moved);
	if (task->traced->bit & trace->request->calls)
		show(trace, sight);
	sight_free(sight);
}

static void on_fault(struct trace *trace, const struct tracer_event *event)
{
	sight_of_fault(&trace->sight, &trace->tracer, event);
	show(trace, &trace->sight);
	sight_free(&trace->sight);
}

/* Its control group may have killed it; if somebody did, nothing is to say. */
static void on_end(struct trace *trace, const struct tracer_event *event)
{
	const struct effect unknown = {.observed = false};
	struct causes causes;

	if (!trace->request->argv || !WIFSIGNALED(event->status) ||
		WTERMSIG(event->status) != SIGKILL)
		return;
	sight_of_kill(&trace->sight, &trace->tracer, event, &trace->kills);
	why_find(&trace->sight.record, &unknown, &causes);
	if (causes.count)
		show(trace, &trace->sight);
}

static void note(struct trace *trace, const char *text)
{
	if (!*text || trace->note_count == NOTES_MOST)
		return;
	trace->notes[trace->note_count] = strdup(text);
	trace->note_count += trace->notes[trace->note_count] != NULL;
	trace_report_note(&trace->report, text);
}

static void on_event(struct trace *trace, const struct tracer_event *event)
{
	switch (event->kind) {
	case TRACER_ENTRY:
		on_entry(trace, event->task);
		break;
	case TRACER_RETURN:
		on_return(trace, event);
		break;
	case TRACER_FAULT:
		on_fault(trace, event);
		break;
	case TRACER_EXEC:
		note(trace, event->note);
		break;
	case TRACER_EXIT:
		if (trace->request->summary)
			summary_note_exit(
				&trace->summary, &trace->tracer, event->task);
		break;
	case TRACER_ENDED:
		on_end(trace, event);
		break;
	}
}

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
		.summary = trace->request->summary ? &trace->summary : NULL,
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
	trace->kills = kills_now();
	summary_begin(&trace->summary);
	if (trace_report_begin(&trace->report, plan, out)) {
		if (tracer_start(&trace->tracer, &plan->trace, &why))
			while (tracer_next(&trace->tracer, &event))
				on_event(trace, &event);
		status = end(trace, &why);
	}
	tracer_end(&trace->tracer);
	complaint_free(&why);
	for (size_t i = 0; i < trace->note_count; i++)
		free(trace->notes[i]);
	free(trace);
	return status;
}

static FILE *open_output(const struct trace_request *request)
{
	int fd;

	if (!request->output)
		return request->argv ? stderr : stdout;
	fd = open(request->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		0666);
	return fd == -1 ? NULL : fdopen(fd, "w");
}

static int refuse(const struct plan *plan)
{
	fprintf(stderr, "%s: %s: %s: %s\n", plan->program,
		plan->inspection->name, plan->trace.output, strerror(errno));
	return EXIT_TRACE_FAILED;
}

int trace_run(const struct plan *plan)
{
	FILE *out = open_output(&plan->trace);
	int status;

	if (!out)
		return refuse(plan);
	status = run(plan, out);
	if (!plan->trace.output)
		return status;
	if (ferror(out) | (fclose(out) != 0))
		status = refuse(plan);
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
