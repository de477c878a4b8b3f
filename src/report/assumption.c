/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --assume: what the chain needs, and why it ended where that is missing. */
#include <stdlib.h>

#include "report/internal.h"
#include "words/escape.h"

/* "assumed status=ok, got error: the kernel is too old (old-kernel)" */
void assumption_note(struct report *report, const struct record *record,
	const struct causes *causes)
{
	const struct cause *cause =
		causes && causes->count ? &causes->list[0] : NULL;
	char *why;

	report->assumption.step = record->step;
	if (asprintf(&why, "assumed %s%s%s%s%s%s", record->assumption,
		    cause ? ": " : "", cause ? cause->message : "",
		    cause ? " (" : "", cause ? cause->slug : "",
		    cause ? ")" : "") >= 0)
		report->assumption.why = why;
}

bool assumption_ended(const struct report *report, const struct record *record)
{
	return report->assumption.step &&
	       report->assumption.step != record->step;
}

static size_t other_runs(const struct report *report)
{
	return report->runs ? report->runs->skipped : 0;
}

bool assumption_unmet(const struct report *report)
{
	return report->assumption.step || other_runs(report);
}

static void print_step(const struct report *report)
{
	const struct step *step = report->assumption.step;
	const char *why = report->assumption.why;
	char *escaped = why ? escape_for_terminal(why) : NULL;
	char line[32] = "";

	if (step->line)
		snprintf(line, sizeof(line), " in line %d", step->line);
	fprintf(stderr, "%s: skipped: step %d%s (%s) %s\n",
		report->plan->program, step->number, line, step->command->name,
		escaped ? escaped : "out of memory");
	free(escaped);
}

void assumption_print(const struct report *report)
{
	const struct plan *plan = report->plan;
	const struct options *options = &plan->options;

	if ((options->json || options->tap) && !options->quiet)
		return;
	if (report->assumption.step)
		print_step(report);
	else if (other_runs(report))
		fprintf(stderr, "%s: skipped: --assume ended %zu of %zu runs\n",
			plan->program, other_runs(report), report->runs->count);
}
