/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool trace: a run of it, and what becomes of the tracer's events. */
#ifndef MEMTOOL_TRACE_EVENTS_H
#define MEMTOOL_TRACE_EVENTS_H

#include "report/trace.h"
#include "tracer/sight.h"
#include "tracer/summary.h"

enum { NOTES_MOST = 15 };

struct trace {
	const struct trace_request *request;
	struct tracer tracer;
	struct trace_report report;
	struct summary summary;
	struct sight sight;
	struct kills kills;
	char *notes[NOTES_MOST];
	size_t note_count;
};

/* Note it, and report what was asked for. */
void trace_event(struct trace *trace, const struct tracer_event *event);

#endif
