/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param_type.h"
#include "render/field.h"
#include "report/internal.h"

/* Who it is: the number of the step that it serves, if it is implicit. */
struct identity {
	int step;
	bool implicit;
	const char *name, *command;
};

#define IDENTITY(member) MEMBER(struct identity, member)

static const struct field identity_fields[] = {
	{"step", NULL, VALUE_NUMBER, IDENTITY(step)},
	{"implicit", NULL, VALUE_TRUTH, IDENTITY(implicit)},
	{"name", NULL, VALUE_TEXT, IDENTITY(name)},
	{"command", NULL, VALUE_TEXT, IDENTITY(command)},
};

static const struct field on_fields[] = {
	{"step", NULL, VALUE_NUMBER, MEMBER(struct step, number)},
	{"name", NULL, VALUE_TEXT, MEMBER(struct step, name)},
};

void tell_identity(struct report *report, const struct record *record)
{
	struct render *r = report->render;
	bool lone = report->plan->count == 1;
	struct identity identity = {.step = record->number,
		.implicit = record->serves != NULL,
		.name = record->step ? record->step->name : NULL,
		.command = record->call.command->name};

	if (report->begun)
		render_line(r, 0);
	report->begun = true;
	render_line(r, 0);
	if (!lone && identity.implicit)
		render_say(r, STYLE_FAINT, "-  ");
	else if (!lone)
		render_say(r, STYLE_LABEL, "%-2d ", record->number);
	render_members(r, FIELDS(identity_fields), &identity);
	render_item(r, "on", FIELDS(on_fields), record->on);
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

void tell_args(struct render *r, const struct call *call,
	bool (*known)(const struct step *step, size_t n),
	const struct step *step)
{
	char text[ARGUMENT_MAX];

	render_object(r, "args");
	for (size_t i = 0; i < command_params(call->command); i++) {
		const struct param *param = call->command->params[i];
		bool passed = call_has(call, i) || param->kind == PARAM_SWITCH;
		bool told = passed && (!known || known(step, i));

		render_fact(r, param->name, NULL,
			told ? value_of(call, param, text) : as_null());
	}
	render_close(r);
}

struct wanted {
	const char *outcome;
	bool given;
	struct value met;
};

#define WANTED(member) MEMBER(struct wanted, member)

static const struct field wanted_fields[] = {
	{"wanted", NULL, VALUE_FOREIGN, WANTED(outcome)},
	{"given", NULL, VALUE_TRUTH, WANTED(given)},
	{"met", NULL, VALUE_NULL, WANTED(met)},
};

void tell_expect(struct render *r, const struct step *step, struct value met)
{
	struct wanted wanted;

	if (!step) {
		render_null(r, "expect");
		return;
	}
	wanted = (struct wanted){step->wanted, step->expect_given, met};

	render_item(r, "expect", FIELDS(wanted_fields), &wanted);
}

/* What text says behind the result; NULL: nothing of that. */
struct remarks {
	const char *served, *name;
	const char *as_expected, *wanted; /* where an outcome was asked for */
	const char *since, *lacking;      /* of a call that is not supported */
};

#define REMARK(member) VALUE_FOREIGN, MEMBER(struct remarks, member)

static const struct {
	enum style style;
	struct field field;
} remark_fields[] = {
	{STYLE_FAINT, {NULL, "   made for ", REMARK(served)}},
	{STYLE_FAINT, {NULL, "   as ", REMARK(name)}},
	{STYLE_ADDED, {NULL, "   as expected: ", REMARK(as_expected)}},
	{STYLE_BAD, {NULL, "   wanted ", REMARK(wanted)}},
	{STYLE_CHANGED, {NULL, "   needs Linux ", REMARK(since)}},
	{STYLE_CHANGED, {NULL, "   not in this ", REMARK(lacking)}},
};

static void remark_unsupported(struct remarks *remarks, const struct call *call)
{
	if (command_has_trait(call->command, CALL_USES_HEAP))
		remarks->lacking = "C library";
	else
		remarks->since = call_since(call);
	if (!remarks->since && !remarks->lacking)
		remarks->lacking = "kernel";
}

static void say_remarks(struct render *r, const struct record *record)
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

struct region {
	uint64_t start, end, size;
};

static const struct field region_fields[] = {
	{"start", NULL, VALUE_ADDRESS, MEMBER(struct region, start)},
	{"end", NULL, VALUE_ADDRESS, MEMBER(struct region, end)},
	{"size", NULL, VALUE_BYTES, MEMBER(struct region, size)},
};

static void tell_region(struct render *r, const struct record *record)
{
	struct region region = {record->region_start,
		record->region_start + record->region_size,
		record->region_size};

	render_item(r, "region", FIELDS(region_fields),
		record->has_region ? &region : NULL);
}

static void tell_data(struct render *r, const struct record *record)
{
	const struct command *command = record->call.command;

	if (!command_kind(command)->tell || !record->has_returned) {
		render_null(r, "data");
		return;
	}
	render_object(r, "data");
	render_line(r, INDENT);
	command_kind(command)->tell(
		r, &record->call, &record->returned, record->bytes);
	render_close(r);
}

void tell_call(struct report *report, const struct record *record)
{
	struct render *r = report->render;
	char call[CALL_FORMAT_MAX];

	tell_identity(report, record);
	if (record->evaluated) {
		call_format(&record->call, call, sizeof(call));
		render_fact(r, "call", "", as_foreign(call));
		tell_args(r, &record->call, NULL, NULL);
	} else {
		render_say(r, STYLE_PLAIN, "%s", record->call.command->name);
		render_null(r, "call");
		render_null(r, "args");
	}
}

void report_step(struct report *report, struct record *record,
	const struct effect *effect, const struct causes *causes)
{
	struct render *r = report->render;

	if (command_is_inspection(record->call.command) && record->evaluated) {
		tell_look(report, record);
		return;
	}
	verdict_note(report, record);
	if (report->plan->inspection) {
		look_failed(report, record);
		return;
	}
	render_object(r, NULL);
	tell_call(report, record);
	tell_result(r, record);
	say_remarks(r, record);
	tell_repeat(r, record);
	if (record->has_returned)
		render_right(r, as_duration(record->returned.duration_ns));
	tell_region(r, record);
	tell_data(r, record);
	tell_expect(r, record->step, as_truth(record_met(record)));
	tell_effect(r, effect);
	tell_unseen(r, record, effect->observed);
	tell_pages(r, record);
	tell_syscalls(r, record);
	tell_causes(r, causes);
	render_close(r);
	render_settle(r);
}
