/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report of trace: a line for each call, as it returns. */
#ifndef MEMTOOL_REPORT_TRACE_H
#define MEMTOOL_REPORT_TRACE_H

#include "report/report.h"
#include "tracer/summary.h"

struct trace_report {
	const struct plan *plan;
	FILE *out;
	struct render *render;
	bool closed; /* the rows have ended */
};

/* A call, or an access that raises a signal. */
struct trace_row {
	const struct record *record;
	const struct effect *effect;
	const struct causes *causes;
	bool exact;   /* nothing else changed the memory meanwhile */
	bool several; /* there is more than one thread: say which */
};

struct trace_ending {
	int pid;    /* of the first process; 0: it was not started */
	bool ended; /* with .status of waitpid(2) */
	int status;
	char *const *notes; /* what had to be said */
	size_t note_count;
	const struct summary *summary; /* NULL: not asked for */
	const struct complaint *error; /* why there was nothing to trace */
	int exit_status;
};

/* False: out of memory. */
bool trace_report_begin(
	struct trace_report *report, const struct plan *plan, FILE *out);
void trace_report_row(struct trace_report *report, const struct trace_row *row);
/* Something to know, in text at once. */
void trace_report_note(struct trace_report *report, const char *note);
/* False: out of memory. */
bool trace_report_end(
	struct trace_report *report, const struct trace_ending *ending);

#endif
