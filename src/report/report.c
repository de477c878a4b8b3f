/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/internal.h"
#include "words/escape.h"
#include "words/signals.h"

/* https://no-color.org: any value but the empty one turns colours off. */
static bool wants_color(const struct plan *plan)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (plan->options.color != COLOR_AUTO)
		return plan->options.color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
	       !(terminal && strcmp(terminal, "dumb") == 0);
}

bool report_begin(struct report *report, const struct plan *plan)
{
	const struct options *options = &plan->options;

	*report = (struct report){.plan = plan};
	report->render = options->json ? render_json(stdout, options->pretty)
			 : options->quiet
				 ? render_none()
				 : render_text(stdout, wants_color(plan));
	if (!report->render) {
		fprintf(stderr, "%s: the report: out of memory\n",
			plan->program);
		return false;
	}
	/* A lone inspection looks first, and may fork for that. */
	if (!plan->inspection)
		report_open(report);
	return true;
}

void report_open(struct report *report)
{
	if (!report->open)
		envelope_open(report->render, report->plan);
	report->open = true;
}

static void complain_aloud(
	const struct plan *plan, const struct complaint *error)
{
	char *clean = error->brief ? clean_for_terminal(error->brief) : NULL;

	fflush(stdout);
	fprintf(stderr, "%s: %s\n", plan->program,
		clean ? clean : "out of memory");
	free(clean);
}

static int status_of(const struct report *report, const struct ending *ending,
	const struct complaint *error)
{
	if (ending && ending->interrupted)
		return EXIT_SIGNAL + ending->interrupted;
	if (!error && report->unseen.message &&
		report->unseen.kind != COMPLAINT_UNSEEN)
		error = &report->unseen;
	if (error)
		return error->kind == COMPLAINT_USAGE ? EXIT_USAGE
						      : EXIT_SYSTEM;
	return verdict_status(report);
}

/*
 * Why memtool could not do all: as for the exit status, that it stopped for a
 * signal comes first.  *INTERRUPTED has room for that.
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
	return !error && report->unseen.message ? &report->unseen : error;
}

static void say_dry_run(struct render *r)
{
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_FAINT, "dry run: nothing was performed");
}

int report_end(struct report *report, const struct ending *ending,
	const struct complaint *error)
{
	const struct plan *plan = report->plan;
	struct complaint interrupted = {0};
	int status = status_of(report, ending, error);
	struct value ok = as_truth(status == EXIT_AS_EXPECTED);
	struct render *r = report->render;
	bool whole = true;

	report_open(report);
	error = error_of(report, ending, error, &interrupted);
	if (plan->options.dry_run && !error)
		ok = as_null(); /* nothing was performed */
	/* It was not to be had where it should look, or nobody could. */
	if (plan->inspection && !report->told)
		render_null(r, plan->inspection->name);
	if (report->unexpected && !error)
		render_line(r, 0);
	if (plan->options.dry_run && !error)
		say_dry_run(r);
	envelope_close(r, plan, ending, error, ok, status);
	whole = render_finish(r);
	if (error)
		complain_aloud(plan, error);
	else
		verdict_print(report);
	free(report->verdict);
	complaint_free(&interrupted);
	complaint_free(&report->unseen);
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
	return report_end(&report, ending, error);
}
