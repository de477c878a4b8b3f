/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "words/escape.h"

/* With --quiet: one line for each. */
static void complain_of(const struct report *report, const char *what,
	const char *line, const char *reason)
{
	char *escaped = escape_for_terminal(line);

	fprintf(stderr, "%s: %s%s%s%s\n", report->plan->program, what,
		escaped ? escaped : "out of memory", *reason ? ": " : "",
		reason);
	free(escaped);
}

static void append(struct report *report, const char *text)
{
	size_t used = report->verdict ? strlen(report->verdict) : 0;
	char *more = realloc(report->verdict, used + strlen(text) + 3);

	if (!more)
		return;
	more[used] = '\0';
	strcat(more, used ? ", " : "");
	strcat(more, text);
	report->verdict = more;
}

/* "touch: wanted ok, got SIGSEGV; wanted faults=0, got 2" */
static char *describe(const struct record *record, struct hearing *hearing)
{
	char *missed =
		record->asserts_unmet ? asserts_missed(hearing, false) : NULL;
	char got[64], *text;
	int length;

	outcome_format(&record->outcome, got, sizeof(got));
	if (record->casualty)
		length = asprintf(&text, "%s: %s%s%s",
			record->call.command->name, record->reason.text,
			missed ? "; " : "", missed ? missed : "");
	else if (record_met(record))
		length = asprintf(&text, "%s: %s", record->call.command->name,
			missed ? missed : "");
	else
		length = asprintf(&text, "%s: wanted %s, got %s%s%s",
			record->call.command->name, record->step->wanted, got,
			missed ? "; " : "", missed ? missed : "");
	free(missed);
	return length < 0 ? NULL : text;
}

static void note_unexpected(struct report *report, const struct record *record,
	struct hearing *hearing)
{
	char where[48];
	char *what = describe(record, hearing), *line;

	snprintf(where, sizeof(where), record->serves ? "before %d" : "%d",
		record->number);
	if (record->step->line)
		snprintf(where + strlen(where), sizeof(where) - strlen(where),
			" in line %d", record->step->line);
	if (!what || asprintf(&line, "%s (%s)", where, what) < 0) {
		free(what);
		return;
	}
	free(what);
	append(report, line);
	/* report_end() prints why a lone inspection saw nothing. */
	if (report->plan->options.quiet &&
		!(report->plan->inspection && !record_met(record)))
		complain_of(report, "step ", line, record->reason.text);
	free(line);
}

void verdict_note(struct report *report, unsigned indent, struct record *record,
	struct hearing *hearing)
{
	print_asserts(report->render, indent, hearing_asserts(record),
		assumption_ended(report, record) ? NULL : hearing);
	verdict_count(report, record, hearing);
}

static bool is_skipped(const struct record *record)
{
	return record->outcome.kind == OUTCOME_SKIPPED;
}

void verdict_count(
	struct report *report, struct record *record, struct hearing *hearing)
{
	record->asserts_unmet = hearing && !asserts_met(hearing, false);
	free(report->missed);
	report->missed =
		record->asserts_unmet ? asserts_missed(hearing, false) : NULL;
	if (assumption_ended(report, record))
		return;
	/* Skipped because of a failure: that is not excused. */
	if (hearing && !asserts_met(hearing, true) &&
		!(is_skipped(record) && report->unexpected))
		record->assumption = asserts_missed(hearing, true);
	if (record->assumption || record_as_expected(record))
		return;
	report->unexpected++;
	/* A step skipped after an unsupported one is skipped because of it. */
	if (is_skipped(record))
		report->skipped += report->unsupported > 0;
	else if (record->unsupported)
		report->unsupported++;
	note_unexpected(report, record, hearing);
}

void verdict_note_total(struct report *report, struct hearing *hearing)
{
	char *line;

	report->total_unmet = !asserts_met(hearing, false);
	free(report->missed);
	report->missed =
		report->total_unmet ? asserts_missed(hearing, false) : NULL;
	if (report->missed &&
		asprintf(&line, "total (%s)", report->missed) >= 0) {
		append(report, line);
		if (report->plan->options.quiet)
			complain_of(report, "", line, "");
		free(line);
	}
}

void verdict_note_runs(struct report *report)
{
	char line[64];

	if (!report->runs->unexpected)
		return;
	snprintf(line, sizeof(line), "%zu of %zu runs",
		report->runs->unexpected, report->runs->count);
	append(report, line);
	if (report->plan->options.quiet)
		complain_of(report, "not as expected: ", line, "");
}

int verdict_status(const struct report *report)
{
	size_t wrong =
		report->unexpected - report->unsupported - report->skipped;

	if (report->unexpected == 0 &&
		(report->total_unmet || runs_unexpected(report)))
		return EXIT_UNEXPECTED;
	if (report->unexpected == 0)
		return assumption_unmet(report) ? EXIT_UNSUPPORTED
						: EXIT_AS_EXPECTED;
	if (report->plan->options.skip_unsupported && report->unsupported &&
		wrong == 0)
		return EXIT_UNSUPPORTED;
	return EXIT_UNEXPECTED;
}

void verdict_print(const struct report *report)
{
	const struct plan *plan = report->plan;

	fflush(stdout);
	assumption_print(report);
	if (plan->options.quiet || plan->options.json || plan->options.tap ||
		!(report->unexpected || report->total_unmet ||
			runs_unexpected(report)))
		return;
	if (!report->unexpected)
		fprintf(stderr, "%s: not as expected: %s\n", plan->program,
			report->verdict ? report->verdict : "");
	else
		fprintf(stderr, "%s: %zu of %zu step%s not as expected: %s\n",
			plan->program, report->unexpected, plan->count,
			plan->count == 1 ? "" : "s",
			report->verdict ? report->verdict : "");
}
