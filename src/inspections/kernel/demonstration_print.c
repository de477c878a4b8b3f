/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "inspections/kernel/demonstration.h"
#include "render/field.h"
#include "words/errnos.h"

static struct value value_of(const struct figure *figure, uint64_t value)
{
	if (value == FIGURE_UNKNOWN)
		return as_null();
	return figure->bytes ? as_bytes(value) : as_count(value);
}

static struct value change_of(
	const struct figure *figure, enum moment from, enum moment to)
{
	uint64_t change = figure->at[to] - figure->at[from];

	if (figure->at[from] == FIGURE_UNKNOWN ||
		figure->at[to] == FIGURE_UNKNOWN)
		return as_null();
	return figure->bytes ? as_change((int64_t)change)
			     : as_number((int64_t)change);
}

static void format_value(
	const struct figure *figure, uint64_t value, char text[32])
{
	if (value == FIGURE_UNKNOWN)
		snprintf(text, 32, "-");
	else if (figure->bytes)
		format_bytes(value, text, 32);
	else
		snprintf(text, 32, "%" PRIu64, value);
}

/* A figure as printed; in bytes or a count. */
struct figure_row {
	const char *name, *source, *unit;
	struct value before, during, after, growth, left, by_itself;
};

#define MOMENT(name) VALUE_NULL, MEMBER(struct figure_row, name)

static const struct field figure_fields[] = {
	{"figure", "figure", VALUE_TEXT, MEMBER(struct figure_row, name),
		.width = -38},
	{"source", JSON_ONLY, VALUE_TEXT, MEMBER(struct figure_row, source)},
	{"unit", JSON_ONLY, VALUE_TEXT, MEMBER(struct figure_row, unit)},
	{"before", "before", MOMENT(before), .width = 12},
	{"during", "during", MOMENT(during), .width = 12},
	{"after", "after", MOMENT(after), .width = 12},
	{"growth", JSON_ONLY, MOMENT(growth)},
	{"left", JSON_ONLY, MOMENT(left)},
	{"by_itself", JSON_ONLY, MOMENT(by_itself)},
};

static struct figure_row row_of(const struct figure *figure)
{
	return (struct figure_row){
		.name = figure->name,
		.source = figure->source,
		.unit = figure->bytes ? "bytes" : "number",
		.before = value_of(figure, figure->at[BEFORE]),
		.during = value_of(figure, figure->at[DURING]),
		.after = value_of(figure, figure->at[AFTER]),
		.growth = change_of(figure, BEFORE, DURING),
		.left = change_of(figure, BEFORE, AFTER),
		.by_itself = change_of(figure, AT_FIRST, BEFORE),
	};
}

/* Figures that did not move are only in JSON. */
static bool is_said(
	const struct demonstration *demo, const struct figure *figure)
{
	return figure == demo->main || figure->bytes ||
	       figure->at[BEFORE] != figure->at[DURING];
}

static void print_figures(struct render *r, const struct demonstration *demo)
{
	render_headings(r, 0, FIELDS(figure_fields));
	render_array(r, "figures");
	for (size_t i = 0; i < demo->figures_count; i++) {
		struct figure_row row = row_of(&demo->figures[i]);

		if (is_said(demo, &demo->figures[i]))
			render_row(r, 0, FIELDS(figure_fields), &row);
		else
			render_item(r, NULL, FIELDS(figure_fields), &row);
	}
	render_close(r);
}

struct demonstration_row {
	const char *call;
	uint64_t times;
};

static const struct field call_fields[] = {
	{"call", "", VALUE_TEXT, MEMBER(struct demonstration_row, call)},
	{"times", JSON_ONLY, VALUE_COUNT,
		MEMBER(struct demonstration_row, times)},
};

static void print_calls(struct render *r, const struct demonstration *demo)
{
	render_array(r, "calls");
	for (int i = 0; i < 3 && demo->calls[i]; i++) {
		struct demonstration_row row = {
			demo->calls[i], demo->allocated.made};

		if (i)
			render_printf(r, STYLE_PLAIN, ", ");
		render_object(r, NULL);
		render_fields(r, FIELDS(call_fields), &row);
		render_close(r);
	}
	render_close(r);
	render_printf(
		r, STYLE_PLAIN, ": %" PRIu64 " times", demo->allocated.made);
}

struct error_row {
	const char *call, *name, *message;
	uint64_t wanted;
};

static const struct field error_fields[] = {
	{"call", "stopped by ", VALUE_TEXT, MEMBER(struct error_row, call)},
	{"errno", " = ", VALUE_TEXT, MEMBER(struct error_row, name)},
	{TEXT_ONLY, " (", VALUE_TEXT, MEMBER(struct error_row, message),
		.after = ")"},
	{TEXT_ONLY, ", of ", VALUE_COUNT, MEMBER(struct error_row, wanted),
		.after = " wanted"},
};

/* The call that failed before all were made, or the failed fork. */
static void print_error(struct render *r, const struct demonstration *demo)
{
	int error = demo->trouble ? demo->trouble : demo->allocated.error;
	struct error_row row = {
		demo->trouble ? "fork(2)" : demo->allocated.call,
		errno_name(error), strerror(error), demo->count};

	if (!error) {
		render_null(r, "error");
		return;
	}
	render_object(r, "error");
	render_line(r, 3);
	render_fields(r, FIELDS(error_fields), &row);
	render_close(r);
}

static void format_seen(
	const struct demonstration *demo, char *text, size_t size)
{
	const struct figure *figure = demo->main;
	char growth[32];

	if (!demo->allocated.made) {
		snprintf(text, size,
			"nothing could be allocated, so nothing grew");
		return;
	}
	if (!figure) {
		snprintf(text, size,
			"no readable figure grew as expected and more than on "
			"its own");
		return;
	}
	format_value(figure, (uint64_t)figure_growth(figure), growth);
	snprintf(text, size, "%s grew by %s for %" PRIu64 " objects",
		figure->name, growth, demo->allocated.made);
}

static void print_lag(struct render *r, const struct demonstration *demo)
{
	const struct figure *figure = demo->main;
	char left[32], label[64];

	if (!figure || (int64_t)(figure->at[AFTER] - figure->at[BEFORE]) <= 0) {
		render_null(r, "lag");
		return;
	}
	format_value(figure, figure->at[AFTER] - figure->at[BEFORE], left);
	snprintf(label, sizeof(label), "%s left: ", left);
	render_line(r, 0);
	render_fact(r, "lag", label, as_text(demo->lag));
}

struct summary {
	uint64_t wanted, made, size;
	const char *shown_by;
	bool seen;
};

static const struct field summary_fields[] = {
	{"wanted", JSON_ONLY, VALUE_COUNT, MEMBER(struct summary, wanted)},
	{"made", JSON_ONLY, VALUE_COUNT, MEMBER(struct summary, made)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct summary, size),
		.unless = UNLESS_ZERO},
	{"shown_by", JSON_ONLY, VALUE_TEXT, MEMBER(struct summary, shown_by)},
	{"seen", JSON_ONLY, VALUE_TRUTH, MEMBER(struct summary, seen)},
};

static void print_performed(struct render *r, const struct demonstration *demo)
{
	struct summary summary = {demo->count, demo->allocated.made, demo->size,
		demo->main ? demo->main->name : NULL, demo->main != NULL};
	char text[256];

	format_seen(demo, text, sizeof(text));
	render_object(r, "demonstration");
	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_LABEL, "demonstration");
	render_fact(r, "method", "  ", as_text(demo->method));
	render_line(r, 3);
	print_calls(r, demo);
	render_members(r, FIELDS(summary_fields), &summary);
	print_error(r, demo);
	print_figures(r, demo);
	render_line(r, 0);
	render_fact(r, "message", "", as_text(text));
	print_lag(r, demo);
	render_close(r);
}

void demonstration_print(struct render *r, const struct demonstration *demo)
{
	if (demo->performed) {
		print_performed(r, demo);
		return;
	}
	render_null(r, "demonstration");
	if (!demo->reason)
		return;
	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_LABEL, "no demonstration");
	render_printf(r, STYLE_PLAIN, "  %s", demo->reason);
}
