/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the report share. */
#ifndef MEMTOOL_REPORT_INTERNAL_H
#define MEMTOOL_REPORT_INTERNAL_H

#include "command/mapping_facts.h"
#include "report/hearing.h"
#include "report/report.h"

/* Whether OUT, stdout or another file, is to have colours. */
bool wants_color(const struct plan *plan, FILE *out);

/* trace --summary; NULL: not asked for. */
struct summary;
void print_summary(struct render *r, const struct summary *summary);

/* Begin the document, unless it has begun. */
void report_open(struct report *report);

/* With --jsonl, an open line: what it is, "begin", "step" or "end". */
void print_event(struct render *r, const struct plan *plan, const char *event);
/* With --jsonl: what is complete must not wait for the rest. */
void end_event(const struct plan *plan);

/* "format_version" to "host", and for a chain the start of its steps. */
void envelope_open(struct render *r, const struct plan *plan);
/* The end of the array of steps; with --jsonl the beginning of the last line.
 */
void envelope_end_steps(struct render *r, const struct plan *plan);
/* The end of a chain's steps, and "total"; in text if ASKED, or it says more.
 */
void envelope_total(struct render *r, const struct total *total, bool asked);
/* "subject" to "exit_status". */
void envelope_close(struct render *r, const struct plan *plan,
	const struct ending *ending, const struct complaint *error,
	struct value ok, int exit_status);

/*
 * The call of a step as it is known before anything is performed:
 * "munmap(<region>, <rest>)".
 */
void planned_call(const struct plan *plan, const struct step *step, char *text,
	size_t size);

/*
 * --tap: the first lines, a test point, and the last line.  Without that
 * option they print nothing.  REFUSED: there are no steps.
 */
void tap_begin(const struct report *report, bool refused);
void tap_step(struct report *report, const struct record *record,
	const struct causes *causes);
void tap_dry_step(const struct report *report, const struct step *step);
void tap_end(const struct report *report, const struct complaint *error);

/* "ended": how a process ended, or null; in text an exit, if WORDED. */
void print_ended(
	struct render *r, bool died, int step, int wait_status, bool worded);
/* "processes": the first, and those that steps forked. */
void print_processes(
	struct render *r, const struct plan *plan, const struct ending *ending);

/* The members of "args", one for each parameter. */
void print_args(struct render *r, const struct call *call,
	bool (*known)(const struct step *step, size_t n),
	const struct step *step);
/* "step", "implicit", "name", "command", "on": identifies the step. */
void print_identity(struct report *report, const struct record *record);
/* "in": the process that performs it; in text, if it is not the first. */
void print_performed_in(
	struct render *r, const struct plan *plan, const struct record *record);
void text_performed_in(
	struct render *r, const struct plan *plan, const struct record *record);
/* "result"; in text it follows the call. */
void print_result(struct render *r, const struct record *record);
/* The same of a step that is not performed. */
void print_no_result(struct render *r);
/* "repeat": null if the call was made once. */
void print_repeat(struct render *r, const struct record *record);
/* The same of a step that is not performed. */
void print_planned_repeat(struct render *r, const struct step *step);
/* "expect"; MET is null if unknown. */
void print_expect(struct render *r, const struct step *step, struct value met);
/* The line of counters in text: "resident +8 KiB page faults 2". */
struct counters {
	struct render *r;
	bool begun;
	bool total;    /* of the chain: the address space is said, too */
	bool silent;   /* nothing is said in text */
	unsigned unit; /* of its sizes: see in_unit() */
};
/* Begin its next item. */
void counters_item(struct counters *line);

/* The call and its arguments, or null if they could not be evaluated. */
void print_call(struct report *report, const struct record *record);
/* Let an inspection look, print what it sees, and set its outcome. */
void print_look(struct report *report, struct record *record);
/* Report that a lone inspection saw nothing, with the record's reason. */
void look_failed(struct report *report, const struct record *record);
/* "why": one row per cause. */
void print_causes(struct render *r, const struct causes *causes);

/* The parts of an effect: a row, in text if SAID, and the memory. */
void print_change(
	struct render *r, const struct mapping_change *change, bool worded);
/* In text: the flags that came and went. */
void print_flags(struct render *r, const struct mapping_change *change);
void print_memory(struct counters *line, const struct effect *effect);
/* FIRST: the snapshot before the chain; see own_mappings.h. */
void print_effect(struct render *r, const struct record *record,
	const struct snapshot *first, const struct effect *effect);
/* "total": the effect of the chain; NULL: unknown.  In text if WORDED. */
void print_total(struct render *r, const struct effect *effect, bool worded);
/* What another process sees of a step. */
void print_other(struct render *r, const struct other_effect *other);
/* "effect_reason": why a performed step has no effect in the report. */
void print_unseen(struct render *r, const struct record *record, bool observed);

/* "pages": what --pages saw; null without it. */
void print_pages(struct render *r, const struct record *record);

/* "syscalls": what --syscalls saw; null without it. */
void print_syscalls(struct render *r, const struct record *record);

/* Have the other runs performed, once. */
void runs_await(struct report *report);
/* "runs": a row for each step; in text a table. */
void print_all_runs(struct report *report);
/* In how many of them something was not as expected. */
size_t runs_unexpected(const struct report *report);

/* "assert"; HEARING NULL: nothing was performed. */
void print_asserts(struct render *r, unsigned indent, struct assertions asserts,
	const struct hearing *hearing);
/* Whether all that is asserted holds, or all that is ASSUMED. */
bool asserts_met(const struct hearing *hearing, bool assumed);
/* Those that do not hold, with both sides, to be freed; NULL: no memory. */
char *asserts_missed(const struct hearing *hearing, bool assumed);

/*
 * An --assume of this step does not hold: note that the chain ends here, with
 * the step's first cause.
 */
void assumption_note(struct report *report, const struct record *record,
	const struct causes *causes);
/* Whether it ended the chain before the step of RECORD. */
bool assumption_ended(const struct report *report, const struct record *record);
/* Whether it ended this run, or another one. */
bool assumption_unmet(const struct report *report);
/* The line on stderr that says so; if JSON or TAP do, only with --quiet. */
void assumption_print(const struct report *report);

/*
 * Print the "assert" of a step, note it and the outcome in the verdict, and,
 * with --quiet, print what was not as expected to stderr.
 */
void verdict_note(struct report *report, unsigned indent, struct record *record,
	struct hearing *hearing);
/* The same without printing "assert"; HEARING NULL: nothing was heard. */
void verdict_count(
	struct report *report, struct record *record, struct hearing *hearing);
/* The same of the runs. */
void verdict_note_runs(struct report *report);
/* The same of the chain's total. */
void verdict_note_total(struct report *report, struct hearing *hearing);
int verdict_status(const struct report *report);
/* The one-line summary; nothing if all went as expected. */
void verdict_print(const struct report *report);

#endif
