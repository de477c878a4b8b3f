/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "inspections/kernel/demonstration.h"
#include "render/field.h"
#include "words/errnos.h"

static struct value value_of(const struct figure *f, uint64_t value)
{
	if (value == FIGURE_UNKNOWN)
		return as_null();
	return f->bytes ? as_bytes(value) : as_count(value);
}

static struct value change_of(
	const struct figure *f, enum moment from, enum moment to)
{
	uint64_t change = f->at[to] - f->at[from];

	if (f->at[from] == FIGURE_UNKNOWN || f->at[to] == FIGURE_UNKNOWN)
		return as_null();
	return f->bytes ? as_change((int64_t)change)
			: as_number((int64_t)change);
}

static void format_value(const struct figure *f, uint64_t value, char text[32])
{
	if (value == FIGURE_UNKNOWN)
		snprintf(text, 32, "-");
	else if (f->bytes)
		format_bytes(value, text, 32);
	else
		snprintf(text, 32, "%" PRIu64, value);
}

/* A figure as it is shown; some are of bytes, others count. */
struct figure_row {
	const char *name, *source, *unit;
	struct value before, during, after, growth, left, by_itself;
};

#define MOMENT(name) VALUE_NULL, MEMBER(struct figure_row, name)

static const struct field figure_fields[] = {
	{"figure", "figure", VALUE_TEXT, MEMBER(struct figure_row, name),
		.width = -38},
	{"source", NULL, VALUE_TEXT, MEMBER(struct figure_row, source)},
	{"unit", NULL, VALUE_TEXT, MEMBER(struct figure_row, unit)},
	{"before", "before", MOMENT(before), .width = 12},
	{"during", "during", MOMENT(during), .width = 12},
	{"after", "after", MOMENT(after), .width = 12},
	{"growth", NULL, MOMENT(growth)},
	{"left", NULL, MOMENT(left)},
	{"by_itself", NULL, MOMENT(by_itself)},
};

static struct figure_row row_of(const struct figure *f)
{
	return (struct figure_row){
		.name = f->name,
		.source = f->source,
		.unit = f->bytes ? "bytes" : "number",
		.before = value_of(f, f->at[BEFORE]),
		.during = value_of(f, f->at[DURING]),
		.after = value_of(f, f->at[AFTER]),
		.growth = change_of(f, BEFORE, DURING),
		.left = change_of(f, BEFORE, AFTER),
		.by_itself = change_of(f, AT_FIRST, BEFORE),
	};
}

/* Of many caches those that did not move are for programs alone. */
static bool is_said(const struct demonstration *d, const struct figure *f)
{
	return f == d->main || f->bytes || f->at[BEFORE] != f->at[DURING];
}

static void tell_figures(struct render *r, const struct demonstration *d)
{
	render_headings(r, 0, FIELDS(figure_fields));
	render_array(r, "figures");
	for (size_t i = 0; i < d->figures_count; i++) {
		struct figure_row row = row_of(&d->figures[i]);

		if (is_said(d, &d->figures[i]))
			render_row(r, 0, FIELDS(figure_fields), &row);
		else
			render_item(r, NULL, FIELDS(figure_fields), &row);
	}
	render_close(r);
}

struct call_row {
	const char *call;
	uint64_t times;
};

static const struct field call_fields[] = {
	{"call", "", VALUE_TEXT, MEMBER(struct call_row, call)},
	{"times", NULL, VALUE_COUNT, MEMBER(struct call_row, times)},
};

static void tell_calls(struct render *r, const struct demonstration *d)
{
	render_array(r, "calls");
	for (int i = 0; i < 3 && d->calls[i]; i++) {
		struct call_row row = {d->calls[i], d->kept.made};

		if (i)
			render_say(r, STYLE_PLAIN, ", ");
		render_object(r, NULL);
		render_fields(r, FIELDS(call_fields), &row);
		render_close(r);
	}
	render_close(r);
	render_say(r, STYLE_PLAIN, ": %" PRIu64 " times", d->kept.made);
}

struct error_row {
	const char *call, *name, *message;
	uint64_t wanted;
};

static const struct field error_fields[] = {
	{"call", "it stopped there: ", VALUE_TEXT,
		MEMBER(struct error_row, call)},
	{"errno", " = ", VALUE_TEXT, MEMBER(struct error_row, name)},
	{NULL, " (", VALUE_TEXT, MEMBER(struct error_row, message),
		.after = ")"},
	{NULL, ", of ", VALUE_COUNT, MEMBER(struct error_row, wanted),
		.after = " wanted"},
};

/* A call that failed before all were made, or the fork that never came. */
static void tell_error(struct render *r, const struct demonstration *d)
{
	int error = d->trouble ? d->trouble : d->kept.error;
	struct error_row row = {d->trouble ? "fork(2)" : d->kept.call,
		errno_name(error), strerror(error), d->count};

	if (!error) {
		render_null(r, "error");
		return;
	}
	render_object(r, "error");
	render_line(r, 3);
	render_fields(r, FIELDS(error_fields), &row);
	render_close(r);
}

static void format_seen(const struct demonstration *d, char *text, size_t size)
{
	const struct figure *f = d->main;
	char growth[32];

	if (!d->kept.made) {
		snprintf(text, size,
			"nothing could be made, and nothing be seen");
		return;
	}
	if (!f) {
		snprintf(text, size,
			"the growth could not be seen: no figure that may be "
			"read grew as it should, and more than others make it");
		return;
	}
	format_value(f, (uint64_t)figure_growth(f), growth);
	snprintf(text, size, "%s grew by %s for %" PRIu64 " that were made",
		f->name, growth, d->kept.made);
}

static void tell_lag(struct render *r, const struct demonstration *d)
{
	const struct figure *f = d->main;
	char left[32], label[64];

	if (!f || (int64_t)(f->at[AFTER] - f->at[BEFORE]) <= 0) {
		render_null(r, "lag");
		return;
	}
	format_value(f, f->at[AFTER] - f->at[BEFORE], left);
	snprintf(label, sizeof(label), "%s left: ", left);
	render_line(r, 0);
	render_fact(r, "lag", label, as_text(d->lag));
}

struct summary {
	uint64_t wanted, made, size;
	const char *shown_by;
	bool seen;
};

static const struct field summary_fields[] = {
	{"wanted", NULL, VALUE_COUNT, MEMBER(struct summary, wanted)},
	{"made", NULL, VALUE_COUNT, MEMBER(struct summary, made)},
	{"size", NULL, VALUE_BYTES, MEMBER(struct summary, size),
		.unless = UNLESS_ZERO},
	{"shown_by", NULL, VALUE_TEXT, MEMBER(struct summary, shown_by)},
	{"seen", NULL, VALUE_TRUTH, MEMBER(struct summary, seen)},
};

static void tell_performed(struct render *r, const struct demonstration *d)
{
	struct summary summary = {d->count, d->kept.made, d->size,
		d->main ? d->main->name : NULL, d->main != NULL};
	char text[256];

	format_seen(d, text, sizeof(text));
	render_object(r, "demonstration");
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, "demonstration");
	render_fact(r, "method", "  ", as_text(d->method));
	render_line(r, 3);
	tell_calls(r, d);
	render_members(r, FIELDS(summary_fields), &summary);
	tell_error(r, d);
	tell_figures(r, d);
	render_line(r, 0);
	render_fact(r, "message", "", as_text(text));
	tell_lag(r, d);
	render_close(r);
}

void demonstration_tell(struct render *r, const struct demonstration *d)
{
	if (d->performed) {
		tell_performed(r, d);
		return;
	}
	render_null(r, "demonstration");
	if (!d->reason)
		return;
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, "no demonstration");
	render_say(r, STYLE_PLAIN, "  %s", d->reason);
}
