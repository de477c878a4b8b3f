/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "inspections/demonstration.h"
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

static void say_figure(struct render *r, const struct figure *f)
{
	char before[32], during[32], after[32], text[256];

	format_value(f, f->at[BEFORE], before);
	format_value(f, f->at[DURING], during);
	format_value(f, f->at[AFTER], after);
	snprintf(text, sizeof(text), "%-38.60s %12s %12s %12s", f->name, before,
		during, after);
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
}

/* Of many caches those that did not move are for programs alone. */
static bool is_said(const struct demonstration *d, const struct figure *f)
{
	return f == d->main || f->bytes || f->at[BEFORE] != f->at[DURING];
}

static void tell_figure(
	struct render *r, const struct demonstration *d, const struct figure *f)
{
	render_object(r, NULL);
	render_fact(r, "figure", NULL, as_text(f->name));
	render_fact(r, "source", NULL, as_text(f->source));
	render_fact(r, "unit", NULL, as_text(f->bytes ? "bytes" : "number"));
	render_fact(r, "before", NULL, value_of(f, f->at[BEFORE]));
	render_fact(r, "during", NULL, value_of(f, f->at[DURING]));
	render_fact(r, "after", NULL, value_of(f, f->at[AFTER]));
	render_fact(r, "growth", NULL, change_of(f, BEFORE, DURING));
	render_fact(r, "left", NULL, change_of(f, BEFORE, AFTER));
	render_fact(r, "by_itself", NULL, change_of(f, AT_FIRST, BEFORE));
	render_close(r);
	if (is_said(d, f))
		say_figure(r, f);
}

static void tell_figures(struct render *r, const struct demonstration *d)
{
	char text[128];

	snprintf(text, sizeof(text), "%-38s %12s %12s %12s", "figure", "before",
		"during", "after");
	render_line(r, 0);
	render_whole(r, STYLE_LABEL, text);
	render_array(r, "figures");
	for (size_t i = 0; i < d->figures_count; i++)
		tell_figure(r, d, &d->figures[i]);
	render_close(r);
}

static void tell_calls(struct render *r, const struct demonstration *d)
{
	render_array(r, "calls");
	for (int i = 0; i < 3 && d->calls[i]; i++) {
		render_object(r, NULL);
		render_fact(r, "call", NULL, as_text(d->calls[i]));
		render_fact(r, "times", NULL, as_count(d->kept.made));
		render_close(r);
		render_say(r, STYLE_PLAIN, "%s%s", i ? ", " : "", d->calls[i]);
	}
	render_close(r);
	render_say(r, STYLE_PLAIN, ": %" PRIu64 " times", d->kept.made);
}

/* A call that failed before all were made, or the fork that never came. */
static void tell_error(struct render *r, const struct demonstration *d)
{
	int error = d->trouble ? d->trouble : d->kept.error;
	const char *call = d->trouble ? "fork(2)" : d->kept.call;

	if (!error) {
		render_fact(r, "error", NULL, as_null());
		return;
	}
	render_object(r, "error");
	render_line(r, 3);
	render_fact(r, "call", "it stopped there: ", as_text(call));
	render_fact(r, "errno", " = ", as_text(errno_name(error)));
	render_say(r, STYLE_PLAIN, " (%s), of %" PRIu64 " wanted",
		strerror(error), d->count);
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

static void tell_lag(
	struct render *r, const struct demonstration *d, const char *lag)
{
	const struct figure *f = d->main;
	char left[32], label[64];

	if (!f || (int64_t)(f->at[AFTER] - f->at[BEFORE]) <= 0) {
		render_fact(r, "lag", NULL, as_null());
		return;
	}
	format_value(f, f->at[AFTER] - f->at[BEFORE], left);
	snprintf(label, sizeof(label), "%s left: ", left);
	render_line(r, 0);
	render_fact(r, "lag", label, as_text(lag));
}

void demonstration_tell(
	struct render *r, const struct demonstration *d, const char *lag)
{
	char text[256];

	format_seen(d, text, sizeof(text));
	render_object(r, "demonstration");
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, "demonstration");
	render_fact(r, "method", "  ", as_text(d->method));
	render_line(r, 3);
	tell_calls(r, d);
	render_fact(r, "wanted", NULL, as_count(d->count));
	render_fact(r, "made", NULL, as_count(d->kept.made));
	render_fact(r, "size", NULL, d->size ? as_bytes(d->size) : as_null());
	tell_error(r, d);
	tell_figures(r, d);
	render_fact(
		r, "shown_by", NULL, as_text(d->main ? d->main->name : NULL));
	render_fact(r, "seen", NULL, as_truth(d->main != NULL));
	render_line(r, 0);
	render_fact(r, "message", "", as_text(text));
	tell_lag(r, d, lag);
	render_close(r);
}

void demonstration_none(struct render *r, const char *why)
{
	render_fact(r, "demonstration", NULL, as_null());
	if (!why)
		return;
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, "no demonstration");
	render_say(r, STYLE_PLAIN, "  %s", why);
}
