/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --tap: the Test Anything Protocol, version 14 (testanything.org).  Each typed
 * step is a test point; the implicit ones that serve it are part of it.  A
 * point is described by the call as it was typed, without addresses, so that it
 * is the same in each run; what really happened is in the block below a
 * failure.
 */
#include <stdlib.h>
#include <string.h>

#include "render/json.h"
#include "report/internal.h"
#include "words/escape.h"

enum { BLOCK = 2 };

static const char skip_dry_run[] = " # SKIP dry run: nothing was performed";

static bool is_asked(const struct report *report)
{
	/* A line that asks for both is refused, as JSON. */
	return report->plan->options.tap && !report->plan->options.json;
}

/* A description: '#' would begin a directive, and '\' escapes it. */
static void put_description(const char *text)
{
	char *escaped = escape_for_terminal(text);

	for (const char *at = escaped ? escaped : "out of memory"; *at; at++) {
		if (*at == '#' || *at == '\\')
			putchar('\\');
		putchar(*at);
	}
	free(escaped);
}

/* A row of the block, its text quoted as in JSON: that is YAML, too. */
static void put_row(unsigned indent, const char *lead, const char *text)
{
	char *quoted = json_quote(as_foreign(text));

	printf("%*s%s %s\n", (int)indent, "", lead,
		quoted ? quoted : "\"out of memory\"");
	json_release(quoted);
}

/* The steps; the assertions on the total and the runs are points after them. */
static size_t points_of(const struct plan *plan)
{
	if (plan->inspection)
		return 1;
	return plan->typed + (plan->asserts.count > 0) +
	       (plan->options.runs > 0);
}

void tap_begin(const struct report *report, bool refused)
{
	const struct plan *plan = report->plan;

	if (!is_asked(report))
		return;
	printf("TAP version 14\n");
	if (!refused)
		printf("1..%zu\n", points_of(plan));
	fflush(stdout);
}

static void put_causes(const struct causes *causes)
{
	if (!causes || !causes->count)
		return;
	printf("%*swhy:\n", BLOCK, "");
	for (size_t i = 0; i < causes->count; i++) {
		const struct cause *cause = &causes->list[i];

		put_row(BLOCK + 2, "- cause:", cause->slug);
		put_row(BLOCK + 4, "message:", cause->message);
		for (size_t j = 0; j < cause->remedy_count; j++) {
			if (j == 0)
				printf("%*sremedy:\n", BLOCK + 4, "");
			put_row(BLOCK + 6, "-", cause->remedies[j]);
		}
	}
}

static void put_outcome(
	const struct record *record, const struct report *report)
{
	char got[64];

	outcome_format(&record->outcome, got, sizeof(got));
	put_row(BLOCK, "wanted:", record->step->wanted);
	put_row(BLOCK, "got:", got);
	if (report->missed)
		put_row(BLOCK, "assert:", report->missed);
	if (*record->reason.text)
		put_row(BLOCK, "reason:", record->reason.text);
}

/* What a failed point says of its step. */
static void put_block(const struct report *report, const struct record *record,
	const struct causes *causes)
{
	char call[CALL_FORMAT_MAX];

	printf("%*s---\n", BLOCK, "");
	put_outcome(record, report);
	if (record->evaluated) {
		call_format(&record->call, call, sizeof(call));
		put_row(BLOCK, "call:", call);
	}
	if (record->step->line)
		printf("%*sline: %d\n", BLOCK, "", record->step->line);
	put_causes(causes);
	printf("%*s...\n", BLOCK, "");
}

/* "ok 2 - munmap(<region>, <rest>)", without its end. */
static void put_point(
	const struct report *report, const struct step *step, bool ok)
{
	char text[CALL_FORMAT_MAX];

	planned_call(report->plan, step, text, sizeof(text));
	printf("%s %d - ", ok ? "ok" : "not ok", step->number);
	put_description(text);
	if (step->expect_given) {
		printf(", wanted ");
		put_description(step->wanted);
	}
}

/* An implicit step that fails makes its point fail, and has a comment. */
static void note_implicit(struct report *report, const struct record *record)
{
	char got[64];

	if (record_met(record) || assumption_ended(report, record))
		return;
	report->implicit_failed = true;
	outcome_format(&record->outcome, got, sizeof(got));
	printf("# made for step %d: %s: wanted ok, got %s\n", record->number,
		record->call.command->name, got);
}

/* Whether it failed only because this kernel lacks something. */
static bool is_skipped(const struct report *report, const struct record *record)
{
	if (!report->plan->options.skip_unsupported ||
		record_as_expected(record))
		return false;
	return record->unsupported ||
	       (record->outcome.kind == OUTCOME_SKIPPED && report->unsupported);
}

static void put_skip(const struct report *report, const struct record *record)
{
	printf(" # SKIP ");
	if (record->assumption)
		put_description(report->assumption.why);
	else if (report->assumption.step)
		put_description(record->reason.text);
	else
		printf("the kernel lacks what was asked");
}

void tap_step(struct report *report, const struct record *record,
	const struct causes *causes)
{
	bool skipped, ok;

	/* An inspection whose input is refused is no test point. */
	if (!is_asked(report) || report->refused)
		return;
	if (record->serves) {
		note_implicit(report, record);
		return;
	}
	skipped = (report->assumption.step && !report->implicit_failed) ||
		  is_skipped(report, record);
	ok = skipped ||
	     (record_as_expected(record) && !report->implicit_failed);
	put_point(report, record->step, ok);
	if (skipped)
		put_skip(report, record);
	putchar('\n');
	if (!ok)
		put_block(report, record, causes);
	report->implicit_failed = false;
	fflush(stdout);
}

void tap_dry_step(const struct report *report, const struct step *step)
{
	if (!is_asked(report) || step->implicit)
		return;
	put_point(report, step, true);
	printf("%s\n", skip_dry_run);
}

/* A point without a step; WHY: it failed, or NULL. */
static void put_late_point(const struct report *report, size_t number,
	const char *what, const char *why)
{
	printf("%s %zu - %s", why ? "not ok" : "ok", number, what);
	if (report->plan->options.dry_run)
		printf("%s", skip_dry_run);
	else if (report->assumption.step) {
		printf(" # SKIP ");
		put_description(report->assumption.why);
	}
	putchar('\n');
	if (!why)
		return;
	printf("%*s---\n", BLOCK, "");
	put_row(BLOCK, "reason:", why);
	printf("%*s...\n", BLOCK, "");
}

static void put_late_points(const struct report *report)
{
	const struct plan *plan = report->plan;
	size_t number = plan->typed;
	char what[32], why[64];

	if (plan->inspection)
		return;
	if (plan->asserts.count)
		put_late_point(report, ++number, "total",
			report->total_unmet ? report->missed : NULL);
	if (!plan->options.runs)
		return;
	snprintf(what, sizeof(what), "%zu runs", plan->options.runs);
	snprintf(why, sizeof(why), "%zu of them not as expected",
		runs_unexpected(report));
	put_late_point(
		report, ++number, what, runs_unexpected(report) ? why : NULL);
}

void tap_end(const struct report *report, const struct complaint *error)
{
	char *escaped;

	if (is_asked(report) && !error)
		put_late_points(report);

	/* An inspection that saw nothing is a point that failed. */
	if (!is_asked(report) || !error || error->kind == COMPLAINT_MISSING)
		return;
	escaped = error->brief ? escape_for_terminal(error->brief) : NULL;
	printf("Bail out! %s\n", escaped ? escaped : "out of memory");
	free(escaped);
}
