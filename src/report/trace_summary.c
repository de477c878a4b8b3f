/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace --summary: by call, by cause, and what was left. */
#include "render/field.h"
#include "report/internal.h"
#include "tracer/summary.h"

#define CALL(member) MEMBER(struct summary_call, member)
#define CAUSE(member) MEMBER(struct summary_cause, member)
#define WHOLE(member) MEMBER(struct summary, member)

static const struct field call_fields[] = {
	{"call", "call", VALUE_TEXT, CALL(name), .width = -10},
	{"calls", "calls", VALUE_COUNT, CALL(calls), .width = 9},
	{"failed", "failed", VALUE_COUNT, CALL(failed), .width = 9},
	{"elapsed_ns", "time", VALUE_DURATION, CALL(elapsed_ns), .width = 10},
	{"mapped", "mapped", VALUE_ABOUT, CALL(mapped), .width = 11},
	{"returned", "returned", VALUE_ABOUT, CALL(returned), .width = 11},
	{"left", "left", VALUE_ABOUT, CALL(left), .width = 11},
};

static const struct field cause_fields[] = {
	{"cause", "cause", VALUE_TEXT, CAUSE(cause), .width = -30},
	{"call", "call", VALUE_TEXT, CAUSE(call), .width = -12},
	{"count", "count", VALUE_COUNT, CAUSE(count), .width = 9},
};

static const struct field whole_fields[] = {
	{"most_mapped", "most mapped in one process ", VALUE_ABOUT,
		WHOLE(most_mapped)},
	{"peak_resident", ", most resident ", VALUE_ABOUT, WHOLE(peak_resident),
		IF_HAS(struct summary, has_peak)},
	{"processes", ", processes ended ", VALUE_COUNT, WHOLE(processes)},
	{"incomplete", "", VALUE_TRUTH, WHOLE(incomplete),
		.words = {"", "; sums incomplete"}},
};

static void print_calls(struct render *r, const struct summary *summary)
{
	render_headings(r, 0, FIELDS(call_fields));
	render_array(r, "calls");
	for (size_t i = 0; i < SUMMARY_CALLS; i++)
		if (summary->calls[i].calls)
			render_row(
				r, 0, FIELDS(call_fields), &summary->calls[i]);
	render_close(r);
}

void print_summary(struct render *r, const struct summary *summary)
{
	if (!summary) {
		render_null(r, "summary");
		return;
	}
	render_object(r, "summary");
	print_calls(r, summary);
	if (summary->cause_count) {
		render_line(r, 0);
		render_table(r, "causes", 0, FIELDS(cause_fields),
			summary->causes, summary->cause_count,
			sizeof(*summary->causes));
	} else {
		render_array(r, "causes");
		render_close(r);
	}
	render_line(r, 0);
	render_line(r, 0);
	render_fields(r, FIELDS(whole_fields), summary);
	render_close(r);
}
