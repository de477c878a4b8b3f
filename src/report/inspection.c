/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inspections: alone they are the document, in a chain they are steps. */
#include <errno.h>
#include <stdlib.h>

#include "report/internal.h"

#include "record/performer.h"

void look_failed(struct report *report, const struct record *record)
{
	const char *name = record->call.command->name;

	if (record_met(record))
		return;
	complain(&report->unseen, NULL, "%s: %s", name, record->reason.text);
	report->unseen.kind = COMPLAINT_UNSEEN;
}

/* What an inspection has found, before any of it is printed. */
struct view {
	void *seen; /* its own struct; NULL: there is nothing to print */
	bool whole; /* if not, why: */
	struct reason reason;
};

/*
 * Where an emulator answers for the kernel, the files of the subject may be
 * the emulator's.
 */
static bool is_emulated(const struct record *record)
{
	return record->unseen && !command_is_alone(record->call.command) &&
	       !arg(&record->call, ROLE_PID);
}

static struct view take_look(
	const struct record *record, const struct look *look)
{
	const struct inspection *inspection = record->call.command->inspection;
	struct view view = {0};

	if (is_emulated(record)) {
		view.reason.unsupported = true;
		reason_set(&view.reason, ENOTSUP, "%s", record->unseen);
		return view;
	}
	view.seen = calloc(1, inspection->size);
	if (view.seen)
		view.whole = inspection->look(look, view.seen, &view.reason);
	else
		reason_set(&view.reason, ENOMEM, "memory is short");
	return view;
}

static void tell_view(struct render *r, const struct command *command,
	const struct look *look, struct view *view)
{
	const struct inspection *inspection = command->inspection;

	if (!view->seen)
		return;
	if (!inspection->stream)
		inspection->tell(r, look, view->seen);
	else if (!inspection->stream(r, look, view->seen, &view->reason))
		view->whole = false;
}

static void free_view(const struct command *command, struct view *view)
{
	if (view->seen && command->inspection->free)
		command->inspection->free(view->seen);
	free(view->seen);
}

static void judge(struct record *record, const struct view *view)
{
	const struct reason *reason = &view->reason;

	record->outcome = (struct outcome){.kind = OUTCOME_OK};
	if (view->whole)
		return;
	record->outcome = (struct outcome){
		.kind = OUTCOME_ERROR, .number = reason->error};
	record->unsupported = reason->unsupported;
	record->reason = *reason;
}

/* Whether its input was invalid: then nothing is printed but why. */
static bool is_refused(struct report *report, const struct record *record)
{
	struct complaint *why = &report->unseen;

	if (!why->message)
		return false;
	complain_about(why, record->call.command->name);
	why->step = record->number;
	report->unexpected++;
	return true;
}

static void tell_alone(
	struct report *report, struct record *record, struct look *look)
{
	struct render *r = report->render;
	const struct command *command = record->call.command;
	struct view view;

	look->refusal = &report->unseen;
	view = take_look(record, look);
	report_open(report);
	if (!is_refused(report, record)) {
		report->told = true;
		render_object(r, command->name);
		tell_view(r, command, look, &view);
		render_close(r);
		judge(record, &view);
		verdict_note(report, record);
		look_failed(report, record);
	}
	free_view(command, &view);
}

/* In text a success has been told by what was seen. */
static void tell_outcome(struct render *r, const struct record *record)
{
	bool failed = record->outcome.kind != OUTCOME_OK;

	if (failed)
		render_line(r, INDENT - 1); /* a result begins with a space */
	tell_result(r, record);
	if (failed)
		render_say(r, STYLE_PLAIN, "  %s", record->reason.text);
}

/* The result follows what is seen, because maps reads while it prints. */
static void tell_step(
	struct report *report, struct record *record, const struct look *look)
{
	struct render *r = report->render;
	const struct step *step = record->step;
	const struct command *command = record->call.command;
	struct view view = take_look(record, look);

	render_object(r, NULL);
	tell_call(report, record);
	render_object(r, "data");
	tell_view(r, command, look, &view);
	render_close(r);
	judge(record, &view);
	free_view(command, &view);
	verdict_note(report, record);
	tell_outcome(r, record);
	render_null(r, "repeat");
	render_null(r, "region");
	tell_expect(r, step, as_truth(record_met(record)));
	render_null(r, "effect");
	render_null(r, "effect_reason");
	tell_pages(r, record);
	tell_syscalls(r, record);
	render_array(r, "why");
	render_close(r);
	render_close(r);
	render_settle(r);
}

void tell_look(struct report *report, struct record *record)
{
	struct look look = {.call = &record->call,
		.subject = record_pid(record),
		.step = !report->plan->inspection,
		.read = record->step->read,
		.dry = report->plan->options.dry_run};

	if (report->plan->inspection)
		tell_alone(report, record, &look);
	else
		tell_step(report, record, &look);
}
