/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "words/escape.h"

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

void verdict_note(struct report *report, const struct record *record)
{
	char got[64], where[32];
	char *line;

	if (record_met(record))
		return;
	report->unexpected++;
	/* What is skipped behind an unsupported step is so because of it. */
	if (record->outcome.kind == OUTCOME_SKIPPED)
		report->skipped += report->unsupported > 0;
	else if (record->unsupported)
		report->unsupported++;
	outcome_format(&record->outcome, got, sizeof(got));
	snprintf(where, sizeof(where), record->serves ? "before %d" : "%d",
		record->number);
	if (asprintf(&line, "%s (%s: wanted %s, got %s)", where,
		    record->call.command->name, record->step->wanted, got) < 0)
		return;
	append(report, line);
	/* What a lone inspection could not see is told at the end. */
	if (report->plan->options.quiet && !report->plan->inspection)
		fprintf(stderr, "%s: step %s%s%s\n", report->plan->program,
			line, *record->reason.text ? ": " : "",
			record->reason.text);
	free(line);
}

int verdict_status(const struct report *report)
{
	size_t wrong =
		report->unexpected - report->unsupported - report->skipped;

	if (report->unexpected == 0)
		return EXIT_AS_EXPECTED;
	if (report->plan->options.skip_unsupported && report->unsupported &&
		wrong == 0)
		return EXIT_UNSUPPORTED;
	return EXIT_UNEXPECTED;
}

void verdict_print(const struct report *report)
{
	const struct plan *plan = report->plan;

	if (!report->unexpected || plan->options.quiet || plan->options.json)
		return;
	fflush(stdout);
	fprintf(stderr, "%s: %zu of %zu step%s not as expected: %s\n",
		plan->program, report->unexpected, plan->count,
		plan->count == 1 ? "" : "s",
		report->verdict ? report->verdict : "");
}
