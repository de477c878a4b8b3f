/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracer/summary.h"

#include <string.h>

#include "proc/process.h"

static unsigned row_of(enum traced bit)
{
	return (unsigned)__builtin_ctz((unsigned)bit);
}

void summary_begin(struct summary *summary)
{
	*summary = (struct summary){0};
	for (size_t i = 0; i < SUMMARY_CALLS; i++)
		summary->calls[i].name = names_traced.list[i].name;
}

void summary_note_call(struct summary *summary,
	const struct tracer_event *event, bool failed, struct moved moved)
{
	struct summary_call *row =
		&summary->calls[row_of(event->task->traced->bit)];

	row->calls++;
	row->failed += failed;
	row->elapsed_ns += event->elapsed_ns;
	row->mapped += moved.mapped;
	row->returned += moved.returned;
}

void summary_note_cause(
	struct summary *summary, const char *cause, const char *call)
{
	struct summary_cause *row = summary->causes;
	struct summary_cause *end = row + summary->cause_count;

	if (!cause)
		cause = "unknown";
	for (; row < end; row++)
		if (strcmp(row->cause, cause) == 0 &&
			strcmp(row->call, call) == 0)
			break;
	if (row == summary->causes + SUMMARY_CAUSES) {
		summary->incomplete = true;
		return;
	}
	if (row == end)
		*row = (struct summary_cause){cause, call, 0};
	summary->cause_count += row == end;
	row->count++;
}

void summary_note_exit(struct summary *summary, const struct tracer *t,
	const struct task *task)
{
	const struct space *space = task->space;
	uint64_t peak;

	if (tracer_threads(t, task) > 1)
		return;
	summary->processes++;
	if (process_status(task->tid, "VmHWM", &peak)) {
		summary->has_peak = true;
		if (peak > summary->peak_resident)
			summary->peak_resident = peak;
	}
	/* A child of vfork(2) leaves its parent's memory as it is. */
	if (!space || space->users > 1)
		return;
	summary->incomplete |= space->broken;
	if (space->most > summary->most_mapped)
		summary->most_mapped = space->most;
	for (unsigned i = 0; i < SUMMARY_CALLS; i++)
		summary->calls[i].left +=
			space_mapped_by(space, (enum traced)(1U << i));
}
