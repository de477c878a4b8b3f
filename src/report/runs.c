/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --runs: what several runs of the chain took, and whether they differed. */
#include "render/field.h"
#include "report/internal.h"

struct run_row {
	int step;
	bool implicit;
	const char *command;
	int64_t min_ns, median_ns, p90_ns, max_ns; /* negative: not measured */
	bool same_outcome, same_effect, has_effect;
};

#define ROW(member) MEMBER(struct run_row, member)
#define NS(member)                                                             \
	VALUE_DURATION, ROW(member), .unless = UNLESS_NEGATIVE, .width = 9

static const struct field row_fields[] = {
	{"step", "", VALUE_NUMBER, ROW(step), .width = 4},
	{"implicit", "", VALUE_TRUTH, ROW(implicit), .width = -1,
		.words = {" ", "-"}},
	{"command", "", VALUE_TEXT, ROW(command), .width = -14},
	{"min_ns", "least", NS(min_ns)},
	{"median_ns", "median", NS(median_ns)},
	{"p90_ns", "p90", NS(p90_ns)},
	{"max_ns", "most", NS(max_ns)},
	{"same_outcome", "outcome", VALUE_TRUTH, ROW(same_outcome), .width = -8,
		.gap = 1, .words = {"differed", "same"}},
	{"same_effect", "effect", VALUE_TRUTH, ROW(same_effect),
		IF_HAS(struct run_row, has_effect), .width = -8,
		.words = {"differed", "same"}},
};

static struct run_row row_of(
	const struct step *step, const struct run_step *samples)
{
	return (struct run_row){.step = step->number,
		.implicit = step->implicit,
		.command = step->command->name,
		.min_ns = runs_quantile(samples, 0),
		.median_ns = runs_quantile(samples, 50),
		.p90_ns = runs_quantile(samples, 90),
		.max_ns = runs_quantile(samples, 100),
		.same_outcome = !samples->outcome_differs,
		.same_effect = !samples->effect_differs,
		.has_effect = !samples->effect_missing};
}

#define COUNT(member) VALUE_COUNT, MEMBER(struct runs, member)

static const struct field count_fields[] = {
	{"count", " ", COUNT(done)},
	{"warmup", JSON_ONLY, COUNT(warmup)},
	{"unexpected", JSON_ONLY, COUNT(unexpected)},
	{"skipped", JSON_ONLY, COUNT(skipped)},
	{TEXT_ONLY, " after ", COUNT(warmup), .unless = UNLESS_ZERO,
		.after = " to warm up"},
	{TEXT_ONLY, ", not as expected: ", COUNT(unexpected),
		.unless = UNLESS_ZERO},
	{TEXT_ONLY, ", ended by --assume: ", COUNT(skipped),
		.unless = UNLESS_ZERO},
};

void runs_await(struct report *report)
{
	if (report->collected)
		return;
	report->collected = true;
	report->collect(report->runs);
	report->runs->done++;
	/* One that could not be performed, or not to its end. */
	if (report->runs->done < report->runs->count)
		report->runs->unexpected +=
			report->runs->count - report->runs->done;
	runs_sort(report->runs);
}

size_t runs_unexpected(const struct report *report)
{
	return report->runs ? report->runs->unexpected : 0;
}

void print_all_runs(struct report *report)
{
	const struct plan *plan = report->plan;
	const struct runs *runs = report->runs;
	struct render *r = report->render;

	if (!runs || !report->collected) {
		render_null(r, "runs");
		return;
	}
	if (report->unexpected || report->total_unmet)
		report->runs->unexpected++;
	else if (report->assumption.step)
		report->runs->skipped++;
	verdict_note_runs(report);
	render_object(r, "runs");
	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_LABEL, "runs");
	render_fields(r, FIELDS(count_fields), runs);
	render_headings(r, INDENT, FIELDS(row_fields));
	render_rows(r, "steps");
	for (size_t i = 0; i < plan->count; i++) {
		struct run_row row = row_of(&plan->steps[i], &runs->steps[i]);

		render_row(r, INDENT, FIELDS(row_fields), &row);
	}
	render_close(r);
	render_close(r);
}
