/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/param_type.h"
#include "render/field.h"
#include "report/inside.h"

static const struct field on_fields[] = {
	{"step", NULL, VALUE_NUMBER, MEMBER(struct step, number)},
	{"name", NULL, VALUE_TEXT, MEMBER(struct step, name)},
};

void tell_identity(struct report *report, const struct record *record)
{
	struct render *r = report->render;
	bool lone = report->plan->count == 1;
	bool implicit = record->serves != NULL;

	if (report->begun)
		render_line(r, 0);
	report->begun = true;
	render_line(r, 0);
	if (!lone && implicit)
		render_say(r, STYLE_FAINT, "-  ");
	else if (!lone)
		render_say(r, STYLE_LABEL, "%-2d ", record->number);
	render_fact(r, "step", NULL, as_number(record->number));
	render_fact(r, "implicit", NULL, as_truth(implicit));
	render_fact(r, "name", NULL,
		as_text(record->step ? record->step->name : NULL));
	render_fact(r, "command", NULL, as_text(record->call.command->name));
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

void tell_expect(struct render *r, const struct step *step, struct value met)
{
	if (!step) {
		render_null(r, "expect");
		return;
	}
	render_object(r, "expect");
	render_fact(r, "wanted", NULL, as_foreign(step->wanted));
	render_fact(r, "given", NULL, as_truth(step->expect_given));
	render_fact(r, "met", NULL, met);
	render_close(r);
}

static void say_unsupported(struct render *r, const struct call *call)
{
	const char *since = call_since(call);

	if (command_has_trait(call->command, CALL_USES_HEAP))
		render_keep(r, STYLE_CHANGED, "   not in this C library");
	else if (since)
		render_keep(r, STYLE_CHANGED, "   needs Linux %s", since);
	else
		render_keep(r, STYLE_CHANGED, "   not in this kernel");
}

static void say_wish(struct render *r, const struct record *record)
{
	const struct step *step = record->step;
	bool met = record_met(record);

	if (step->name)
		render_keep(r, STYLE_FAINT, "   as %s", step->name);
	if (step->expect_given)
		render_keep(r, met ? STYLE_ADDED : STYLE_BAD, "   %s %s",
			met ? "as expected:" : "wanted", step->wanted);
}

static void say_remarks(struct render *r, const struct record *record)
{
	if (record->serves)
		render_keep(
			r, STYLE_FAINT, "   made for %s", record->serves->name);
	if (record->step)
		say_wish(r, record);
	if (record->unsupported)
		say_unsupported(r, &record->call);
	say_repeat(r, record);
	if (record->has_returned)
		render_right(r, as_duration(record->returned.duration_ns));
}

static void tell_region(struct render *r, const struct record *record)
{
	if (!record->has_region) {
		render_null(r, "region");
		return;
	}
	render_object(r, "region");
	render_fact(r, "start", NULL, as_address(record->region_start));
	render_fact(r, "end", NULL,
		as_address(record->region_start + record->region_size));
	render_fact(r, "size", NULL, as_bytes(record->region_size));
	render_close(r);
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
	say_result(r, record);
	say_remarks(r, record);
	tell_result(r, record);
	tell_repeat(r, record);
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
