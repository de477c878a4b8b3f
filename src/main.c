/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool: make any memory call by hand, see exactly what it changed, and why
 * it failed.
 *
 *	argv -> plan -> observer and subject -> records -> effect, why -> report
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "inspections/examples/examples.h"
#include "inspections/explain/explain.h"
#include "inspections/layout/exec_probe.h"
#include "inspections/schema.h"
#include "observer/aslr.h"
#include "observer/interrupt.h"
#include "observer/observer.h"
#include "observer/runs.h"
#include "proc/read.h"
#include "report/report.h"
#include "table.h"
#include "trace.h"
#include "tracer/tracer.h"

/* Of this process, with --runs. */
static enum run_role role;

/* Stand-alone inspections need no subject. */
static bool needs_subject(const struct plan *plan)
{
	return !plan->inspection || !command_is_alone(plan->inspection);
}

/* With --runs: what the runs are compared by. */
static void note_sample(struct report *report, const struct record *record,
	const struct effect *effect)
{
	struct run_sample sample = {.step = (uint32_t)record->call.index,
		.has_effect = effect->observed,
		.duration_ns = record->has_returned
				       ? record->returned.duration_ns
				       : -1,
		.outcome = outcome_pack(&record->outcome)};

	if (!report->plan->options.runs)
		return;
	if (effect->observed)
		sample.effect = effect_signature(effect);
	if (report->silent)
		runs_send(&sample);
	else
		report->runs->unexpected += !runs_add(report->runs, &sample);
}

/* Not inlined: what needs no step shall not need its stack. */
__attribute__((noinline)) static bool run_steps(
	struct observer *observer, struct report *report, struct total *total)
{
	const struct plan *plan = report->plan;
	/* As large as a small stack (ulimit -s). */
	static struct causes causes;

	if (needs_subject(plan) && !observer_begin(observer, plan))
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		struct record record;
		struct effect effect;

		if (!observer_step(observer, plan, i, &record))
			return false;
		if (!effect_of(&record, &effect)) {
			effect.observed = false; /* better unknown than wrong */
			record.missing = "out of memory";
		}
		why_find(&record, &effect, &causes);
		note_sample(report, &record, &effect);
		report_step(report, &record, &effect, &causes);
		total->unknown |= !total_note(total, &record, &effect);
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
	struct total total = {0};
	struct runs runs = {
		.count = plan->options.runs, .warmup = plan->options.warmup};
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
	report.total = &total;
	report.silent = role == RUN_OTHER;
	if (plan->options.runs && !report.silent) {
		runs.steps = calloc(plan->count, sizeof(*runs.steps));
		runs.step_count = runs.steps ? plan->count : 0;
		report.runs = &runs;
		report.collect = runs_collect;
	}
	done = run_steps(observer, &report, &total);
	ending = observer_ending(observer, plan);
	status = report_end(&report, &ending, done ? NULL : &observer->trouble);
	free(ending.output);
	total_free(&total);
	runs_free(&runs);
	/* The report must be complete before the process is held. */
	if (fflush(stdout) == 0)
		observer_hold(observer, plan, &ending);
	return status;
}

/* A failed write must not exit 0. */
static int close_output(const char *program, int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (status != EXIT_SYSTEM) /* else there was already a message */
		fprintf(stderr, "%s: standard output: %s\n", program,
			strerror(errno));
	return EXIT_SYSTEM;
}

/* Whether standard output is open. */
static bool can_write(const struct observer *o, const struct plan *plan)
{
	if (!o->output_missing)
		return true;
	fprintf(stderr, "%s: standard output: it is closed\n", plan->program);
	return false;
}

/* The text is complete; the exit status still shows a signal. */
static int answered(void)
{
	fflush(stdout);
	return interrupt_pending() ? EXIT_SIGNAL + interrupt_pending()
				   : EXIT_AS_EXPECTED;
}

static int refuse(const struct plan *plan, const struct complaint *why)
{
	struct ending ending = {.interrupted = interrupt_pending()};

	/* A signal during reading is not a refusal. */
	return report_refusal(plan, &ending, ending.interrupted ? NULL : why);
}

/* Nothing was performed; its exit status. */
static int refuse_aslr(const struct plan *plan)
{
	struct ending ending = {.interrupted = interrupt_pending()};
	struct complaint why = {0};
	int status;

	complain(&why, "--no-aslr",
		"--no-aslr: personality: %s; nothing was performed, leave it "
		"out or allow ADDR_NO_RANDOMIZE",
		strerror(aslr_refused()));
	why.kind = COMPLAINT_SYSTEM;
	status = report_refusal(plan, &ending, &why);
	complaint_free(&why);
	return status;
}

static int perform(struct observer *observer, const struct plan *plan)
{
	const struct options *options = &plan->options;
	bool silent = options->quiet && !options->json && !options->tap;

	/* A traced program has standard output for itself. */
	if (!silent && !plan->trace.argv && !can_write(observer, plan))
		return EXIT_SYSTEM;
	if (plan->options.no_aslr && aslr_refused())
		return refuse_aslr(plan);
	if (!needs_subject(plan))
		observer_end(observer);
	if (!plan->inspection || !plan->inspection->program)
		return run_chain(observer, plan);
	if (plan->inspection->program->traces)
		return trace_run(plan);
	plan->inspection->program->print(stdout);
	return answered();
}

static void be_quiet(struct options *options)
{
	options->json = false;
	options->quiet = true;
}

static int run(struct observer *observer, int argc, char **argv)
{
	struct cli_outside outside = {.table = command_table,
		.units = {(uint64_t)getpagesize(), read_huge_page_size},
		.open = interrupt_open,
		.read = interrupt_read,
		.print_outcomes = outcomes_print,
		.cause_at = explain_cause_at,
		.example_at = example_at,
		.example_text = example_text,
		.schema = schema_text};
	struct complaint why = {0};
	struct plan plan;
	int status = EXIT_AS_EXPECTED;

	switch (cli_read(argc, argv, &outside, &plan, &why)) {
	case CLI_REFUSED:
		status = refuse(&plan, &why);
		if ((plan.options.json || plan.options.tap) &&
			!can_write(observer, &plan))
			status = EXIT_SYSTEM;
		break;
	case CLI_ANSWERED:
		status = can_write(observer, &plan) ? answered() : EXIT_SYSTEM;
		break;
	case CLI_PLANNED:
		if (role == RUN_OTHER)
			be_quiet(&plan.options);
		status = perform(observer, &plan);
		break;
	}
	status = close_output(plan.program, status);
	plan_free(&plan);
	complaint_free(&why);
	return status;
}

/*
 * Everything is written and freed: exit(3) would only run the destructors of
 * libraries, each with a page fault or two.  Sanitizers do need exit(3), to
 * look for leaks.
 */
static int leave(int status)
{
	trace_die_like_program();
#ifndef WITH_SANITIZERS
	_exit(status);
#endif
	return status;
}

/* What must come before the subject is forked. */
static void prepare(int argc, char **argv)
{
	size_t runs;

	if (cli_ends_aslr(argc, argv))
		aslr_end(argv);
	runs = cli_early_number(argc, argv, command_table, "runs");
	if (runs)
		role = runs_begin(runs,
			cli_early_number(argc, argv, command_table, "warmup"));
}

int main(int argc, char **argv)
{
	struct observer observer;
	bool performs;
	int status;

	if (exec_probe_is_asked(argc, argv))
		return exec_probe_answer(argv);
	performs = !cli_performs_nothing(argc, argv, command_table);
	if (performs)
		prepare(argc, argv);
	tracer_note_inherited();
	observer_birth(&observer, performs);
	status = run(&observer, argc, argv);
	observer_end(&observer);
	complaint_free(&observer.trouble);
	return leave(status);
}
