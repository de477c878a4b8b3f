/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param_type.h"
#include "render/field.h"
#include "report/internal.h"

/*
 * The step's identity; an implicit one has the number of the step that it
 * serves.
 */
struct identity {
	int step, line;
	bool implicit;
	const char *name, *command;
};

#define IDENTITY(member) MEMBER(struct identity, member)

static const struct field identity_fields[] = {
	{"step", JSON_ONLY, VALUE_NUMBER, IDENTITY(step)},
	{"line", JSON_ONLY, VALUE_NUMBER, IDENTITY(line),
		.unless = UNLESS_ZERO},
	{"implicit", JSON_ONLY, VALUE_TRUTH, IDENTITY(implicit)},
	{"name", JSON_ONLY, VALUE_TEXT, IDENTITY(name)},
	{"command", JSON_ONLY, VALUE_TEXT, IDENTITY(command)},
};

static const struct field on_fields[] = {
	{"step", JSON_ONLY, VALUE_NUMBER, MEMBER(struct step, number)},
	{"name", JSON_ONLY, VALUE_TEXT, MEMBER(struct step, name)},
};

void print_identity(struct report *report, const struct record *record)
{
	struct render *r = report->render;
	bool lone = report->plan->count == 1;
	struct identity identity = {.step = record->number,
		.line = record->step ? record->step->line : 0,
		.implicit = record->serves != NULL,
		.name = record->step ? record->step->name : NULL,
		.command = record->call.command->name};

	if (report->begun)
		render_line(r, 0);
	report->begun = true;
	render_line(r, 0);
	if (!lone && identity.implicit)
		render_printf(r, STYLE_FAINT, "-  ");
	else if (!lone)
		render_printf(r, STYLE_LABEL, "%-2d ", record->number);
	render_members(r, FIELDS(identity_fields), &identity);
	render_item(r, "on", FIELDS(on_fields), record->on);
	print_performed_in(r, report->plan, record);
}

static struct value value_of(
	const struct call *call, const struct param *param, char *text)
{
	enum value_kind kind = param_type(param->kind)->shown;

	if (kind == VALUE_FOREIGN)
		return as_foreign(call->text);
	if (kind != VALUE_TEXT)
		return (struct value){kind, arg(call, param->role), NULL};
	call_format_argument(call, param, text, ARGUMENT_MAX);
	return as_text(text);
}

void print_args(struct render *r, const struct call *call,
	bool (*known)(const struct step *step, size_t n),
	const struct step *step)
{
	char text[ARGUMENT_MAX];

	render_object(r, "args");
	for (size_t i = 0; i < command_params(call->command); i++) {
		const struct param *param = call->command->params[i];
		bool passed = call_has(call, i) || param->kind == PARAM_SWITCH;
		bool shown = passed && (!known || known(step, i));

		render_fact(r, param->name, NULL,
			shown ? value_of(call, param, text) : as_null());
	}
	render_close(r);
}

struct wanted_outcome {
	const char *outcome;
	bool given;
	struct value met;
};

#define WANTED(member) MEMBER(struct wanted_outcome, member)

static const struct field wanted_fields[] = {
	{"wanted", JSON_ONLY, VALUE_FOREIGN, WANTED(outcome)},
	{"given", JSON_ONLY, VALUE_TRUTH, WANTED(given)},
	{"met", JSON_ONLY, VALUE_NULL, WANTED(met)},
};

void print_expect(struct render *r, const struct step *step, struct value met)
{
	struct wanted_outcome wanted;

	if (!step) {
		render_null(r, "expect");
		return;
	}
	wanted = (struct wanted_outcome){step->wanted, step->expect_given, met};

	render_item(r, "expect", FIELDS(wanted_fields), &wanted);
}

/* Remarks after the result in text; NULL: none. */
struct remarks {
	const char *served, *name;
	const char *as_expected, *wanted; /* if an outcome was expected */
	const char *since, *lacking;      /* of an unsupported call */
};

#define REMARK(member) VALUE_FOREIGN, MEMBER(struct remarks, member)

static const struct {
	enum style style;
	struct field field;
} remark_fields[] = {
	{STYLE_FAINT, {TEXT_ONLY, "   made for ", REMARK(served)}},
	{STYLE_FAINT, {TEXT_ONLY, "   as ", REMARK(name)}},
	{STYLE_ADDED, {TEXT_ONLY, "   as expected: ", REMARK(as_expected)}},
	{STYLE_BAD, {TEXT_ONLY, "   wanted ", REMARK(wanted)}},
	{STYLE_CHANGED, {TEXT_ONLY, "   needs Linux ", REMARK(since)}},
	{STYLE_CHANGED, {TEXT_ONLY, "   not in this ", REMARK(lacking)}},
};

static void remark_unsupported(struct remarks *remarks, const struct call *call)
{
	if (command_has_trait(call->command, CALL_USES_HEAP))
		remarks->lacking = "C library";
	else if (command_has_trait(call->command, CALL_BY_OBSERVER))
		remarks->lacking = "system";
	else
		remarks->since = call_since(call);
	if (!remarks->since && !remarks->lacking)
		remarks->lacking = "kernel";
}

static void text_remarks(struct render *r, const struct record *record)
{
	const struct step *step = record->step;
	struct remarks remarks = {.name = step ? step->name : NULL};

	if (record->serves)
		remarks.served = record->serves->name;
	if (step && step->expect_given)
		*(record_met(record) ? &remarks.as_expected : &remarks.wanted) =
			step->wanted;
	if (record->unsupported)
		remark_unsupported(&remarks, &record->call);
	for (size_t i = 0; i < ARRAY_SIZE(remark_fields); i++)
		render_phrase(r, remark_fields[i].style,
			&remark_fields[i].field, 1, &remarks);
}

/* In JSON, "reason" of the result, and "ended" of the process. */
static void text_casualty(struct render *r, const struct record *record)
{
	if (!record->casualty)
		return;
	render_line(r, INDENT);
	render_printf(r, STYLE_BAD, "%s", record->reason.text);
}

struct region {
	uint64_t start, end, size;
};

static const struct field region_fields[] = {
	{"start", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct region, start)},
	{"end", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct region, end)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct region, size)},
};

static void print_region(struct render *r, const struct record *record)
{
	struct region region = {record->region_start,
		record->region_start + record->region_size,
		record->region_size};

	render_item(r, "region", FIELDS(region_fields),
		record->has_region ? &region : NULL);
}

static void print_data(struct render *r, const struct record *record)
{
	const struct command *command = record->call.command;

	if (!command_kind(command)->print || !record->has_returned) {
		render_null(r, "data");
		return;
	}
	render_object(r, "data");
	render_line(r, INDENT);
	command_kind(command)->print(
		r, &record->call, &record->returned, record->bytes);
	render_close(r);
}

void print_call(struct report *report, const struct record *record)
{
	struct render *r = report->render;
	char call[CALL_FORMAT_MAX];

	print_identity(report, record);
	if (record->evaluated) {
		call_format(&record->call, call, sizeof(call));
		render_fact(r, "call", "", as_foreign(call));
		print_args(r, &record->call, NULL, NULL);
	} else {
		render_printf(r, STYLE_PLAIN, "%s", record->call.command->name);
		render_null(r, "call");
		render_null(r, "args");
	}
}

/* The subject's memory before the chain did anything. */
static const struct snapshot *first_snapshot(
	const struct report *report, const struct record *record)
{
	return report->total && report->total->begun ? &report->total->first
						     : record->before;
}

static void print_step(struct report *report, const struct record *record,
	const struct effect *effect, const struct causes *causes)
{
	struct render *r = report->render;

	print_call(report, record);
	print_result(r, record);
	text_performed_in(r, report->plan, record);
	text_remarks(r, record);
	print_repeat(r, record);
	if (record->has_returned)
		render_right(r, as_duration(record->returned.duration_ns));
	print_region(r, record);
	print_data(r, record);
	print_expect(r, record->step, as_truth(record_met(record)));
	print_effect(r, record, first_snapshot(report, record), effect);
	print_unseen(r, record, effect->observed);
	print_pages(r, record);
	print_syscalls(r, record);
	text_casualty(r, record);
	print_causes(r, causes);
}

/* An assertion on the duration is that of all runs. */
static void take_median(
	struct report *report, const struct record *record, struct hearing *h)
{
	struct assertions asserts = hearing_asserts(record);

	if (report->silent)
		h->from = FROM_NOWHERE;
	if (!report->runs || !hearing_needs_runs(&asserts))
		return;
	runs_await(report);
	h->from = FROM_RUNS;
	h->median_ns =
		runs_quantile(&report->runs->steps[record->call.index], 50);
}

/* A lone inspection could not even look. */
static void note_not_seen(struct report *report, struct record *record)
{
	verdict_count(report, record, NULL);
	look_failed(report, record);
}

static void print_any(struct report *report, struct record *record,
	const struct effect *effect, const struct causes *causes)
{
	struct render *r = report->render;
	struct hearing hearing;

	if (command_is_inspection(record->call.command) && record->evaluated) {
		print_look(report, record);
		return;
	}
	if (report->plan->inspection) {
		note_not_seen(report, record);
		return;
	}
	render_object(r, NULL);
	print_event(r, report->plan, "step");
	report->render = hearing_begin(&hearing, hearing_asserts(record), r);
	take_median(report, record, &hearing);
	print_step(report, record, effect, causes);
	report->render = r;
	verdict_note(report, INDENT, record, &hearing);
	hearing_free(&hearing);
	render_close(r);
	render_settle(r);
}

void report_step(struct report *report, struct record *record,
	const struct effect *effect, const struct causes *causes)
{
	print_any(report, record, effect, causes);
	if (record->assumption)
		assumption_note(report, record, causes);
	tap_step(report, record, causes);
	end_event(report->plan);
}
