/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls that would be made, before any address is known. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"

static bool is_known(const struct step *step, size_t n)
{
	return step->args[n].source == SOURCE_NUMBER;
}

/*
 * "a+4096", "a.3+8", "region.end", "brk": an argument that is not a number yet.
 */
static void format_unknown(const struct plan *plan, const struct expression *e,
	char *text, size_t size)
{
	const struct step *maker = e->step < 0 ? NULL : &plan->steps[e->step];
	const char *name = maker ? maker->name : NULL;
	int64_t offset = (int64_t)e->number;
	size_t used;

	switch (e->source) {
	case SOURCE_REST:
		snprintf(text, size, "<rest>");
		return;
	case SOURCE_FILE_SIZE:
		snprintf(text, size, "<file size>");
		return;
	case SOURCE_PLACE:
		name = address_mapping_name(e->place);
		used = (size_t)snprintf(text, size, "<%s", name ? name : "brk");
		break;
	default:
		if (!name)
			name = made_type(command_kind(maker->command)->makes)
				       ->unnamed;
		used = (size_t)snprintf(text, size, "<%s", name);
		if (e->item)
			used += (size_t)snprintf(
				text + used, size - used, ".%" PRIu64, e->item);
		break;
	}
	used += (size_t)snprintf(
		text + used, size - used, "%s", e->end ? ".end" : "");
	if (offset)
		used += (size_t)snprintf(text + used, size - used, "%c%" PRIu64,
			offset < 0 ? '-' : '+',
			offset < 0 ? 0 - e->number : e->number);
	snprintf(text + used, size - used, ">");
}

/* What is known about a step before it is performed. */
struct planned {
	const struct plan *plan;
	const struct step *step;
};

static void format_argument(const struct call *call, size_t n,
	const void *context, char *text, size_t size)
{
	const struct planned *planned = context;

	if (is_known(planned->step, n))
		call_format_argument(
			call, call->command->params[n], text, size);
	else
		format_unknown(
			planned->plan, &planned->step->args[n], text, size);
}

static void print_nothing(struct render *r, const struct step *step)
{
	print_no_result(r);
	print_planned_repeat(r, step);
	render_null(r, "region");
	render_null(r, "data");
}

/* The call of a new record, as far as it is known. */
static void fill_call(const struct step *step, struct call *call)
{
	for (size_t i = 0; i < command_params(step->command); i++)
		if (is_known(step, i))
			call->args[i] = step->args[i].number;
	if (step->text) {
		memcpy(call->text, step->text, step->text_length);
		call->text_length = (uint32_t)step->text_length;
	}
}

static void format_planned(const struct plan *plan, const struct step *step,
	const struct call *call, char *text, size_t size)
{
	struct planned planned = {plan, step};

	call_format_with(call, format_argument, &planned, text, size);
}

void planned_call(const struct plan *plan, const struct step *step, char *text,
	size_t size)
{
	struct record record =
		record_of_step(plan, (size_t)(step - plan->steps));

	fill_call(step, &record.call);
	format_planned(plan, step, &record.call, text, size);
}

void report_dry_step(struct report *report, size_t index)
{
	const struct plan *plan = report->plan;
	const struct step *step = &plan->steps[index];
	struct render *r = report->render;
	struct record record = record_of_step(plan, index);
	struct call *call = &record.call;
	char text[CALL_FORMAT_MAX];

	tap_dry_step(report, step);
	fill_call(step, call);
	format_planned(plan, step, call, text, sizeof(text));
	if (plan->inspection) {
		render_line(r, 0);
		render_words(r, "", as_foreign(text));
		return;
	}
	render_object(r, NULL);
	print_event(r, plan, "step");
	print_identity(report, &record);
	render_fact(r, "call", "", as_foreign(text));
	text_performed_in(r, plan, &record);
	print_args(r, call, is_known, step);
	print_nothing(r, step);
	print_expect(r, step, as_null());
	render_null(r, "effect");
	render_null(r, "effect_reason");
	render_null(r, "pages");
	render_null(r, "syscalls");
	render_array(r, "why");
	render_close(r);
	print_asserts(r, INDENT, step->asserts, NULL);
	render_close(r);
}
