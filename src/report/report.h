/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report: one walk through what happened, told as text or JSON. */
#ifndef MEMTOOL_REPORT_REPORT_H
#define MEMTOOL_REPORT_REPORT_H

#include "effect/effect.h"
#include "record/record.h"
#include "render/render.h"
#include "why/why.h"

enum exit_status {
	EXIT_AS_EXPECTED = 0,
	EXIT_UNEXPECTED = 1,
	EXIT_USAGE = 2,
	EXIT_SYSTEM = 3,
	EXIT_UNSUPPORTED = 77,
	EXIT_SIGNAL = 128, /* and the signal's number on top */
};

struct report {
	const struct plan *plan;
	struct render *render;
	bool open;               /* the document is begun */
	bool begun;              /* a step was told */
	bool told;               /* a lone inspection has its member */
	struct complaint unseen; /* why a lone inspection saw nothing */
	size_t unexpected;
	size_t unsupported; /* of them: this kernel lacks it */
	size_t skipped;     /* of them: an earlier one kept it from running */
	char *verdict;      /* "2 (touch: wanted ok, got SIGSEGV)", ... */
};

/* Make a renderer, and begin the document.  False: memory is short. */
bool report_begin(struct report *report, const struct plan *plan);

/* Tell of one step.  The outcome of an inspection is settled by it. */
void report_step(struct report *report, struct record *record,
	const struct effect *effect, const struct causes *causes);

/* Tell of one step of a dry run: the call as it would be made. */
void report_dry_step(struct report *report, size_t index);

/*
 * Close the document with the verdicts, print the one human line, and return
 * the exit status.  ERROR (may be NULL) is why memtool could not go on.
 */
int report_end(struct report *report, const struct ending *ending,
	const struct complaint *error);

/*
 * A whole document for a line that was refused, or, where ERROR is NULL, whose
 * reading ENDING says was interrupted.  Returns the exit status.
 */
int report_refusal(const struct plan *plan, const struct ending *ending,
	const struct complaint *error);

#endif
