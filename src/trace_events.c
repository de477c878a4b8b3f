/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tracer's events become records, rows of the report, and sums. */
#include "trace_events.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "effect/effect.h"
#include "why/why.h"

/* Whether lines are shown, not only the summary. */
static bool shows_lines(const struct trace_request *request)
{
	return !request->summary || request->failed || request->effects;
}

static void show(struct trace *trace, struct sight *sight)
{
	struct effect effect;
	struct causes causes;
	const char *call = command_has_trait(sight->record.call.command,
				   CALL_BY_INSTRUCTIONS)
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
	uint64_t until = 0;
	uint32_t parts = 0;

	if (trace->request->failed) {
		traced_call_make(task->traced, task->args, call);
		parts = sight_before(task, call, &until);
	}
	if (trace->request->effects)
		parts |= PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS);
	if (parts && task->traced->bit & trace->request->calls)
		task->before = until && !trace->request->effects
				       ? snapshot_until(task, until)
				       : snapshot_of(task, parts);
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

static void note(struct trace *trace, const char *text)
{
	if (!*text || trace->note_count == NOTES_MOST)
		return;
	trace->notes[trace->note_count] = strdup(text);
	trace->note_count += trace->notes[trace->note_count] != NULL;
	trace_report_note(&trace->report, text);
}

/* A call that a filter answers by a signal is one that failed. */
static void on_filtered(struct trace *trace, const struct tracer_event *event)
{
	if (*event->note) {
		note(trace, event->note);
		return;
	}
	if (trace->request->summary)
		summary_note_call(
			&trace->summary, event, true, (struct moved){0});
	if (!(event->task->traced->bit & trace->request->calls))
		return;
	sight_of_filtered(&trace->sight, &trace->tracer, event);
	show(trace, &trace->sight);
	sight_free(&trace->sight);
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

void trace_event(struct trace *trace, const struct tracer_event *event)
{
	switch (event->kind) {
	case TRACER_ENTRY:
		on_entry(trace, event->task);
		break;
	case TRACER_RETURN:
		on_return(trace, event);
		break;
	case TRACER_FILTERED:
		on_filtered(trace, event);
		break;
	case TRACER_FAULT:
		on_fault(trace, event);
		break;
	case TRACER_EXEC:
		note(trace, event->note);
		break;
	case TRACER_EXIT:
		if (event->filtered)
			on_filtered(trace, event);
		if (trace->request->summary)
			summary_note_exit(
				&trace->summary, &trace->tracer, event->task);
		break;
	case TRACER_ENDED:
		on_end(trace, event);
		break;
	}
}
