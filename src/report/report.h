/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report: one walk through what happened, printed as text or JSON. */
#ifndef MEMTOOL_REPORT_REPORT_H
#define MEMTOOL_REPORT_REPORT_H

#include "effect/effect.h"
#include "effect/total.h"
#include "record/record.h"
#include "record/runs.h"
#include "render/render.h"
#include "why/why.h"

enum exit_status {
	EXIT_AS_EXPECTED = 0,
	EXIT_UNEXPECTED = 1,
	EXIT_USAGE = 2,
	EXIT_SYSTEM = 3,
	EXIT_UNSUPPORTED = RUN_UNSUPPORTED,
	EXIT_SIGNAL = 128, /* plus the signal's number */
};

struct report {
	const struct plan *plan;
	struct render *render;
	bool open;                /* the document has begun */
	bool begun;               /* a step was printed */
	bool printed;             /* a lone inspection has its member */
	struct complaint missing; /* why a lone inspection saw nothing */
	bool refused;             /* its input is invalid: nothing was seen */
	bool implicit_failed;     /* for --tap: of the next typed step */
	char *missed; /* the last assertions that did not hold, of a step or
			 of the total */
	size_t unexpected;
	size_t unsupported; /* among them: this kernel lacks the call */
	size_t skipped;     /* among them: an earlier step prevented it */
	/* With --runs: the samples, and how to get those of the other runs. */
	struct runs *runs;
	bool (*collect)(struct runs *runs);
	bool collected;
	bool silent; /* another run than the first: it judges no durations */
	bool total_unmet; /* what is asserted of the chain's total */
	/*
	 * Why an --assume has ended the chain: the step, and a sentence; owned.
	 */
	struct {
		const struct step *step; /* NULL: all hold */
		char *why;
	} assumption;
	const struct total *total; /* of the chain; NULL: none was performed */
	char *verdict; /* "2 (touch: wanted ok, got SIGSEGV)", ... */
};

/* Make a renderer, and begin the document.  False: out of memory. */
bool report_begin(struct report *report, const struct plan *plan);

/* Print the one line of a complaint to stderr. */
void report_complain(const struct plan *plan, const struct complaint *error);

/* Print one step.  For an inspection, this sets its outcome. */
void report_step(struct report *report, struct record *record,
	const struct effect *effect, const struct causes *causes);

/* Print one step of a dry run: the call as it would be made. */
void report_dry_step(struct report *report, size_t index);

/*
 * Close the document with the verdict, print the one-line summary, and return
 * the exit status.  ERROR (may be NULL) is why memtool could not continue.
 */
int report_end(struct report *report, const struct ending *ending,
	const struct complaint *error);

/*
 * A complete document for a refused line, or, if ERROR is NULL, for one whose
 * reading was interrupted, as ENDING says.  Returns the exit status.
 */
int report_refusal(const struct plan *plan, const struct ending *ending,
	const struct complaint *error);

#endif
