/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool: make any memory call by hand, see exactly what it changed, and why
 * it failed.
 *
 *	argv -> plan -> observer and subject -> records -> effect, why -> report
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "inspections/explain/explain.h"
#include "inspections/fresh.h"
#include "observer/interrupt.h"
#include "observer/observer.h"
#include "proc/read.h"
#include "report/report.h"
#include "table.h"

/* What looks at no process has nothing to perform, and none to perform it. */
static bool needs_subject(const struct plan *plan)
{
	return !plan->inspection || !command_is_alone(plan->inspection);
}

static bool run_steps(struct observer *observer, struct report *report)
{
	const struct plan *plan = report->plan;

	if (needs_subject(plan) && !observer_begin(observer, plan))
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		struct record record;
		struct effect effect;
		struct causes causes;

		if (!observer_step(observer, plan, i, &record))
			return false;
		if (!effect_of(&record, &effect)) {
			effect.observed = false; /* rather unknown than wrong */
			record.unseen = "memory is short";
		}
		why_find(&record, &effect, &causes);
		report_step(report, &record, &effect, &causes);
		observer_note(observer, plan, &record);
		effect_free(&effect);
		record_free(&record);
		if (observer->troubled)
			return false;
	}
	return true;
}

static int run_chain(struct observer *observer, const struct plan *plan)
{
	struct report report;
	struct ending ending;
	bool done;
	int status;

	if (!report_begin(&report, plan))
		return EXIT_SYSTEM;
	if (plan->options.dry_run && needs_subject(plan)) {
		for (size_t i = 0; i < plan->count; i++)
			report_dry_step(&report, i);
		return report_end(&report, NULL, NULL);
	}
	done = run_steps(observer, &report);
	ending = observer_ending(observer, plan);
	status = report_end(&report, &ending, done ? NULL : &observer->trouble);
	free(ending.output);
	/* What is told must be there before anybody looks. */
	if (fflush(stdout) == 0)
		observer_hold(observer, plan, &ending);
	return status;
}

/* What cannot be written must not look like success. */
static int close_output(const char *program, int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (status != EXIT_SYSTEM) /* else there was a line already */
		fprintf(stderr, "%s: standard output: %s\n", program,
			strerror(errno));
	return EXIT_SYSTEM;
}

/* Whether there is an output at all, if anything is to be written there. */
static bool can_write(const struct observer *o, const struct plan *plan)
{
	if (!o->output_missing)
		return true;
	fprintf(stderr, "%s: standard output: it is closed\n", plan->program);
	return false;
}

/* The text is whole; the exit status still shows that a signal came. */
static int answered(void)
{
	fflush(stdout);
	return interrupt_pending() ? EXIT_SIGNAL + interrupt_pending()
				   : EXIT_AS_EXPECTED;
}

static int refuse(const struct plan *plan, const struct complaint *why)
{
	struct ending ending = {.interrupted = interrupt_pending()};

	/* Reading the line's input was cut short: it was not refused. */
	return report_refusal(plan, &ending, ending.interrupted ? NULL : why);
}

static int perform(struct observer *observer, const struct plan *plan)
{
	bool silent = plan->options.quiet && !plan->options.json;

	if (!silent && !can_write(observer, plan))
		return EXIT_SYSTEM;
	if (!needs_subject(plan))
		observer_end(observer);
	if (!plan->inspection || !plan->inspection->program)
		return run_chain(observer, plan);
	plan->inspection->program->print(stdout);
	return answered();
}

static int run(struct observer *observer, int argc, char **argv)
{
	struct cli_outside outside = {.table = command_table,
		.units = {(uint64_t)getpagesize(), read_huge_page_size},
		.tell_outcomes = outcomes_tell,
		.cause_at = explain_cause_at};
	struct complaint why = {0};
	struct plan plan;
	int status = EXIT_AS_EXPECTED;

	switch (cli_read(argc, argv, &outside, &plan, &why)) {
	case CLI_REFUSED:
		status = refuse(&plan, &why);
		if (plan.options.json && !can_write(observer, &plan))
			status = EXIT_SYSTEM;
		break;
	case CLI_ANSWERED:
		status = can_write(observer, &plan) ? answered() : EXIT_SYSTEM;
		break;
	case CLI_PLANNED:
		status = perform(observer, &plan);
		break;
	}
	status = close_output(plan.program, status);
	plan_free(&plan);
	complaint_free(&why);
	return status;
}

int main(int argc, char **argv)
{
	struct observer observer;
	int status;

	if (fresh_is_asked(argc, argv))
		return fresh_answer(argv);
	observer_birth(&observer);
	status = run(&observer, argc, argv);
	observer_end(&observer);
	complaint_free(&observer.trouble);
	return status;
}
