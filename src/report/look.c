/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inspections: alone they are the document, in a chain they are steps. */
#include <errno.h>

#include "report/inside.h"

#include "record/performer.h"

static void judge(
	struct record *record, bool seen, const struct failure *failure)
{
	record->outcome = (struct outcome){.kind = OUTCOME_OK};
	if (seen)
		return;
	record->outcome = (struct outcome){
		.kind = OUTCOME_ERROR, .number = failure->error};
	record->unsupported = failure->unsupported;
	snprintf(record->reason.text, sizeof(record->reason.text), "%s",
		failure->message);
}

void look_failed(struct report *report, const struct record *record)
{
	const char *name = record->call.command->name;

	if (record_met(record))
		return;
	complain(&report->unseen, NULL, "%s: %s", name, record->reason.text);
	report->unseen.kind = COMPLAINT_UNSEEN;
}

/* Whether it can look at all: if not, nothing is told but why. */
static bool is_ready(struct report *report, const struct command *command,
	int number, struct look *look)
{
	struct complaint *why = &report->unseen;

	if (!command->inspection->ready ||
		command->inspection->ready(look, why))
		return true;
	complain_about(why, command->name);
	why->step = number;
	report->unexpected++;
	return false;
}

/*
 * Look, unless what is there to be seen is another's: where an emulator answers
 * for the kernel, the files of the subject may be the emulator's.
 */
static bool see(struct report *report, const struct record *record,
	const struct look *look, struct failure *failure)
{
	const struct command *command = record->call.command;

	if (record->unseen && !command_is_alone(command) &&
		!arg(look->call, ROLE_PID)) {
		failure->unsupported = true;
		return fail_to_look(failure, ENOTSUP, "%s", record->unseen);
	}
	return command->inspection->look(report->render, look, failure);
}

static void tell_alone(
	struct report *report, struct record *record, struct look *look)
{
	struct render *r = report->render;
	const struct command *command = record->call.command;
	struct failure failure = {0};
	bool seen;

	if (!is_ready(report, command, record->number, look))
		return;
	report->told = true;
	render_object(r, command->name);
	seen = see(report, record, look, &failure);
	render_close(r);
	judge(record, seen, &failure);
	verdict_note(report, record);
	look_failed(report, record);
}

static void say_failure(struct render *r, const struct record *record)
{
	if (record->outcome.kind == OUTCOME_OK)
		return;
	render_line(r, INDENT - 1); /* a result begins with a space */
	say_result(r, record);
	render_say(r, STYLE_PLAIN, "  %s", record->reason.text);
}

/* Rows stream: what it sees comes first, the result behind it. */
static void tell_step(
	struct report *report, struct record *record, const struct look *look)
{
	struct render *r = report->render;
	const struct step *step = record->step;
	struct failure failure = {0};
	bool seen;

	render_object(r, NULL);
	tell_call(report, record);
	render_object(r, "data");
	seen = see(report, record, look, &failure);
	render_close(r);
	judge(record, seen, &failure);
	verdict_note(report, record);
	say_failure(r, record);
	tell_result(r, record);
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
