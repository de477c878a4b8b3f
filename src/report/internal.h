/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the report share. */
#ifndef MEMTOOL_REPORT_INSIDE_H
#define MEMTOOL_REPORT_INSIDE_H

#include "commands/tell.h"
#include "report/report.h"

/* Begin the document, unless that was done. */
void report_open(struct report *report);

/* "format_version" to "host", and for a chain the start of its steps. */
void envelope_open(struct render *r, const struct plan *plan);
/* "subject" to "exit_status". */
void envelope_close(struct render *r, const struct plan *plan,
	const struct ending *ending, const struct complaint *error,
	struct value ok, int exit_status);

/* The members of "args", one for each parameter. */
void tell_args(struct render *r, const struct call *call,
	bool (*known)(const struct step *step, size_t n),
	const struct step *step);
/* "step", "implicit", "name", "command", "on": who the step is. */
void tell_identity(struct report *report, const struct record *record);
/* "result", which stands behind the call in text. */
void tell_result(struct render *r, const struct record *record);
/* The same of a step that is not performed. */
void tell_no_result(struct render *r);
/* "repeat": null where the call was made once. */
void tell_repeat(struct render *r, const struct record *record);
/* The same of a step that is not performed. */
void tell_planned_repeat(struct render *r, const struct step *step);
/* "expect"; MET is null where nobody knows. */
void tell_expect(struct render *r, const struct step *step, struct value met);
/* The line of text that has what was counted: "resident +8 KiB   page faults
 * 2". */
struct counters {
	struct render *r;
	bool begun;
};
/* Begin the next item of it. */
void counters_item(struct counters *line);

/* The call and its arguments, or that they could not be evaluated. */
void tell_call(struct report *report, const struct record *record);
/* Let an inspection look, tell what it sees, and settle its outcome. */
void tell_look(struct report *report, struct record *record);
/* A lone inspection saw nothing: tell so, with the record's reason. */
void look_failed(struct report *report, const struct record *record);
/* "why": a row a cause. */
void tell_causes(struct render *r, const struct causes *causes);

/* The parts of an effect: a row, in text if it is SAID, and the memory. */
void tell_change(
	struct render *r, const struct mapping_change *change, bool said);
void tell_memory(struct counters *line, const struct effect *effect);
void tell_effect(struct render *r, const struct effect *effect);
/* "effect_reason": why there is no effect of a step that was performed. */
void tell_unseen(struct render *r, const struct record *record, bool observed);

/* "pages": what --pages has seen; null without it. */
void tell_pages(struct render *r, const struct record *record);

/* "syscalls": what --syscalls has seen; null without it. */
void tell_syscalls(struct render *r, const struct record *record);

/* Note the outcome in the verdict; with --quiet, say it on stderr. */
void verdict_note(struct report *report, const struct record *record);
int verdict_status(const struct report *report);
/* The one line that sums up; nothing where all was as expected. */
void verdict_print(const struct report *report);

#endif
