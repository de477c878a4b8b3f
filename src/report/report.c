/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/internal.h"
#include "words/escape.h"
#include "words/signals.h"

/* https://no-color.org: any non-empty value turns colours off. */
bool wants_color(const struct plan *plan, FILE *out)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (plan->options.color != COLOR_AUTO)
		return plan->options.color == COLOR_ALWAYS;
	return isatty(fileno(out)) && !(no_color && *no_color) &&
	       !(terminal && strcmp(terminal, "dumb") == 0);
}

bool report_begin(struct report *report, const struct plan *plan)
{
	const struct options *options = &plan->options;

	*report = (struct report){.plan = plan};
	report->render =
		options->json ? render_json(stdout, options->pretty)
		: options->quiet || options->tap
			? render_none()
			: render_text(stdout, wants_color(plan, stdout));
	if (!report->render) {
		fprintf(stderr, "%s: the report: out of memory\n",
			plan->program);
		return false;
	}
	/* A lone inspection looks first, and may fork to do so. */
	if (!plan->inspection)
		report_open(report);
	tap_begin(report, false);
	return true;
}

void report_open(struct report *report)
{
	if (!report->open)
		envelope_open(report->render, report->plan);
	report->open = true;
}

void report_complain(const struct plan *plan, const struct complaint *error)
{
	char *escaped = error->brief ? escape_for_terminal(error->brief) : NULL;

	fflush(stdout);
	fprintf(stderr, "%s: %s\n", plan->program,
		escaped ? escaped : "out of memory");
	free(escaped);
}

static int status_of(const struct report *report, const struct ending *ending,
	const struct complaint *error)
{
	if (ending && ending->interrupted)
		return EXIT_SIGNAL + ending->interrupted;
	if (!error && report->missing.message &&
		report->missing.kind != COMPLAINT_MISSING)
		error = &report->missing;
	if (error)
		return error->kind == COMPLAINT_USAGE ? EXIT_USAGE
						      : EXIT_SYSTEM;
	return verdict_status(report);
}

/*
 * Why memtool stopped early: as for the exit status, a signal comes first.
 * *INTERRUPTED has room for that complaint.
 */
static const struct complaint *error_of(const struct report *report,
	const struct ending *ending, const struct complaint *error,
	struct complaint *interrupted)
{
	if (ending && ending->interrupted) {
		complain(interrupted, NULL, "interrupted by %s",
			signal_name(ending->interrupted));
		interrupted->kind = COMPLAINT_INTERRUPTED;
		return interrupted;
	}
	return !error && report->missing.message ? &report->missing : error;
}

static void text_dry_run(struct render *r)
{
	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_FAINT, "dry run: nothing was performed");
}

/* What is asserted of the total is judged while that is printed. */
static void end_chain(struct report *report, bool judged)
{
	struct assertions asserts = report->plan->asserts;
	struct hearing hearing;
	struct render *r = hearing_begin(&hearing, asserts, report->render);

	envelope_total(r, report->total, judged && asserts.count);
	print_asserts(
		report->render, INDENT, asserts, judged ? &hearing : NULL);
	if (judged)
		verdict_note_total(report, &hearing);
	hearing_free(&hearing);
}

/* The end of what was shown, before the verdict. */
static void end_steps(struct report *report, const struct ending *ending,
	const struct complaint *error)
{
	const struct plan *plan = report->plan;
	struct render *r = report->render;
	bool whole = !error && !(ending && ending->interrupted) &&
		     !report->missing.message;

	envelope_end_steps(r, plan);
	if (!plan->inspection) {
		/* A part of the chain has no total to judge. */
		end_chain(report, whole && !plan->options.dry_run &&
					  !report->assumption.step);
	} else if (!report->printed) {
		/* It could not be seen in that process, or at all. */
		render_null(r, plan->inspection->name);
		print_asserts(r, 0, plan->steps[0].asserts, NULL);
	}
	if (!plan->inspection)
		print_all_runs(report);
	if ((report->unexpected || report->total_unmet ||
		    assumption_unmet(report)) &&
		whole)
		render_line(r, 0);
	if (plan->options.dry_run && whole)
		text_dry_run(r);
}

int report_end(struct report *report, const struct ending *ending,
	const struct complaint *error)
{
	const struct plan *plan = report->plan;
	struct complaint interrupted = {0};
	struct render *r = report->render;
	struct value ok;
	int status;
	bool whole = true;

	report_open(report);
	if (report->runs && !error && !(ending && ending->interrupted))
		runs_await(report);
	end_steps(report, ending, error);
	status = status_of(report, ending, error);
	ok = as_truth(status == EXIT_AS_EXPECTED);
	error = error_of(report, ending, error, &interrupted);
	if (plan->options.dry_run && !error)
		ok = as_null(); /* nothing was performed */
	envelope_close(r, plan, ending, error, ok, status);
	tap_end(report, error);
	whole = render_finish(r);
	if (error)
		report_complain(plan, error);
	else
		verdict_print(report);
	free(report->verdict);
	free(report->missed);
	free(report->assumption.why);
	complaint_free(&interrupted);
	complaint_free(&report->missing);
	if (!whole)
		fprintf(stderr, "%s: the report: out of memory\n",
			plan->program);
	return whole ? status : EXIT_SYSTEM;
}

int report_refusal(const struct plan *plan, const struct ending *ending,
	const struct complaint *error)
{
	struct report report = {.plan = plan, .render = render_none()};

	if (plan->options.json && !report_begin(&report, plan))
		return EXIT_SYSTEM;
	tap_begin(&report, true);
	return report_end(&report, ending, error);
}
