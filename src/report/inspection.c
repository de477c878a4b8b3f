/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inspections: a lone one is the document; in a chain they are steps. */
#include <errno.h>
#include <stdlib.h>

#include "report/internal.h"

#include "record/performer.h"

void look_failed(struct report *report, const struct record *record)
{
	const char *name = record->call.command->name;

	if (record_met(record))
		return;
	complain(&report->missing, NULL, "%s: %s", name, record->reason.text);
	report->missing.kind = COMPLAINT_MISSING;
}

/* What an inspection found, before printing. */
struct view {
	void *seen; /* its own struct; NULL: nothing to print */
	bool whole; /* false: see .reason */
	struct reason reason;
};

/*
 * If an emulator answers for the kernel, the subject's files may be the
 * emulator's.
 */
static bool is_emulated(const struct record *record)
{
	return record->missing && !command_is_alone(record->call.command) &&
	       !arg(&record->call, ROLE_PID);
}

static struct view take_look(
	const struct record *record, const struct look *look)
{
	const struct inspection *inspection = record->call.command->inspection;
	struct view view = {0};

	if (is_emulated(record)) {
		view.reason.unsupported = true;
		reason_set(&view.reason, ENOTSUP, "%s", record->missing);
		return view;
	}
	view.seen = calloc(1, inspection->size);
	if (view.seen)
		view.whole = inspection->look(look, view.seen, &view.reason);
	else
		reason_set(&view.reason, ENOMEM, "out of memory");
	return view;
}

/* KEY is its object; null if there is nothing. */
static void print_view(struct render *r, const char *key,
	const struct command *command, const struct look *look,
	struct view *view)
{
	const struct inspection *inspection = command->inspection;

	if (!view->seen) {
		render_null(r, key);
		return;
	}
	render_object(r, key);
	if (!inspection->stream)
		inspection->print(r, look, view->seen);
	else if (!inspection->stream(r, look, view->seen, &view->reason))
		view->whole = false;
	render_close(r);
}

static void free_view(const struct command *command, struct view *view)
{
	if (view->seen && command->inspection->free)
		command->inspection->free(view->seen);
	free(view->seen);
}

static void set_outcome(struct record *record, const struct view *view)
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

/* Whether its input was invalid: then only the reason is printed. */
static bool is_refused(struct report *report, const struct record *record)
{
	struct complaint *why = &report->missing;

	if (!why->message)
		return false;
	complain_about(why, record->call.command->name);
	why->step = record->number;
	report->unexpected++;
	report->refused = true;
	return true;
}

static void print_alone(
	struct report *report, struct record *record, struct look *look)
{
	struct render *r = report->render;
	const struct command *command = record->call.command;
	struct hearing hearing;
	struct render *heard =
		hearing_begin(&hearing, hearing_asserts(record), r);
	struct view view;

	look->refusal = &report->missing;
	view = take_look(record, look);
	report_open(report);
	if (!is_refused(report, record)) {
		report->printed = true;
		print_view(heard, command->name, command, look, &view);
		set_outcome(record, &view);
		verdict_note(report, 0, record, &hearing);
		look_failed(report, record);
	}
	hearing_free(&hearing);
	free_view(command, &view);
}

/* In text, the printed view already shows a success. */
static void print_outcome_line(struct render *r, const struct record *record)
{
	bool failed = record->outcome.kind != OUTCOME_OK;

	if (failed)
		render_line(r, INDENT - 1); /* a result begins with a space */
	print_result(r, record);
	if (failed)
		render_printf(r, STYLE_PLAIN, "  %s", record->reason.text);
}

/* The result comes after the view, because maps reads while it prints. */
static void print_step(
	struct report *report, struct record *record, const struct look *look)
{
	struct render *r = report->render;
	const struct step *step = record->step;
	const struct command *command = record->call.command;
	struct view view = take_look(record, look);
	struct hearing hearing;
	struct render *outside = r;

	render_object(r, NULL);
	print_event(r, report->plan, "step");
	r = report->render =
		hearing_begin(&hearing, hearing_asserts(record), r);
	print_call(report, record);
	text_performed_in(r, report->plan, record);
	print_view(r, "data", command, look, &view);
	set_outcome(record, &view);
	free_view(command, &view);
	print_outcome_line(r, record);
	render_null(r, "repeat");
	render_null(r, "region");
	print_expect(r, step, as_truth(record_met(record)));
	render_null(r, "effect");
	render_null(r, "effect_reason");
	print_pages(r, record);
	print_syscalls(r, record);
	render_array(r, "why");
	render_close(r);
	r = report->render = outside;
	verdict_note(report, INDENT, record, &hearing);
	hearing_free(&hearing);
	render_close(r);
	render_settle(r);
}

void print_look(struct report *report, struct record *record)
{
	struct look look = {.call = &record->call,
		.subject = record_pid(record),
		.step = !report->plan->inspection,
		.read = record->step->read,
		.dry = report->plan->options.dry_run};

	if (report->plan->inspection)
		print_alone(report, record, &look);
	else
		print_step(report, record, &look);
}
