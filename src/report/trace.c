/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/trace.h"

#include <signal.h>
#include <sys/wait.h>

#include "record/performer.h"
#include "render/field.h"
#include "report/internal.h"
#include "words/signals.h"

bool trace_report_begin(
	struct trace_report *report, const struct plan *plan, FILE *out)
{
	const struct options *options = &plan->options;

	*report = (struct trace_report){.plan = plan, .out = out};
	report->render = options->json
				 ? render_json(out, options->pretty)
				 : render_text(out, wants_color(plan, out));
	if (!report->render)
		return false;
	envelope_open(report->render, plan);
	if (options->jsonl) {
		fflush(out);
		return true;
	}
	render_object(report->render, plan->inspection->name);
	render_rows(report->render, "calls");
	return true;
}

/* Whose call it is, and what it was. */
struct maker {
	int pid, tid;
	const char *command; /* NULL: an access by instructions */
	bool several, exact;
};

#define MAKER(member) MEMBER(struct maker, member)

static const struct field maker_fields[] = {
	{"pid", JSON_ONLY, VALUE_NUMBER, MAKER(pid)},
	{"tid", JSON_ONLY, VALUE_NUMBER, MAKER(tid)},
	{TEXT_ONLY, "[", VALUE_NUMBER, MAKER(tid),
		IF_HAS(struct maker, several), .after = "] "},
	{"command", JSON_ONLY, VALUE_TEXT, MAKER(command)},
};

static const struct field exact_fields[] = {
	{"exact", JSON_ONLY, VALUE_TRUTH, MAKER(exact)},
};

static void print_made(struct render *r, const struct record *record)
{
	char call[CALL_FORMAT_MAX];

	call_format(&record->call, call, sizeof(call));
	render_fact(r, "call", "", as_foreign(call));
	print_args(r, &record->call, NULL, NULL);
}

/* The access was made by instructions, or there was none: it has no call. */
static void print_access(struct render *r, const struct record *record)
{
	const char *what = "an access to memory";

	/* Without an address it may have been a privileged instruction. */
	if (record->outcome.number == SIGKILL)
		what = "the process";
	else if (!record->has_fault_address)
		what = "an instruction";
	render_null(r, "call");
	render_null(r, "args");
	render_printf(r, STYLE_PLAIN, "%s", what);
}

void trace_report_row(struct trace_report *report, const struct trace_row *row)
{
	const struct record *record = row->record;
	bool access =
		command_has_trait(record->call.command, CALL_BY_INSTRUCTIONS);
	struct render *r = report->render;
	struct maker maker = {record_pid(record), record_thread(record),
		access ? NULL : record->call.command->name, row->several,
		row->exact};

	render_object(r, NULL);
	print_event(r, report->plan, "call");
	render_line(r, 0);
	render_unbroken(r, true);
	render_fields(r, FIELDS(maker_fields), &maker);
	if (access)
		print_access(r, record);
	else
		print_made(r, record);
	print_result(r, record);
	render_unbroken(r, false);
	render_members(r, FIELDS(exact_fields), &maker);
	print_effect(r, record, record->before, row->effect);
	print_causes(r, row->causes);
	render_close(r);
	render_settle(r);
	if (report->plan->options.jsonl)
		fflush(report->out);
}

void trace_report_note(struct trace_report *report, const char *note)
{
	struct render *r = report->render;

	render_line(r, 0);
	render_words(r, "note: ", as_foreign(note));
	render_settle(r);
}

/* How the first process ended. */
struct trace_end {
	int pid, status;
	const char *signal;
	bool exited;
};

static const struct field end_fields[] = {
	{"exit_status", JSON_ONLY, VALUE_NUMBER,
		MEMBER(struct trace_end, status),
		IF_HAS(struct trace_end, exited)},
	{"signal", JSON_ONLY, VALUE_TEXT, MEMBER(struct trace_end, signal)},
};

static const struct field pid_fields[] = {
	{"pid", JSON_ONLY, VALUE_NUMBER, MEMBER(struct trace_ending, pid),
		.unless = UNLESS_ZERO},
};

static void print_end(struct render *r, const struct trace_ending *ending)
{
	struct trace_end end = {.exited = WIFEXITED(ending->status),
		.status = WEXITSTATUS(ending->status)};

	if (WIFSIGNALED(ending->status))
		end.signal = signal_name(WTERMSIG(ending->status));
	render_members(r, FIELDS(pid_fields), ending);
	render_item(
		r, "ended", FIELDS(end_fields), ending->ended ? &end : NULL);
}

bool trace_report_end(
	struct trace_report *report, const struct trace_ending *ending)
{
	const struct plan *plan = report->plan;
	struct render *r = report->render;
	size_t words = 0;

	while (plan->trace.argv && plan->trace.argv[words])
		words++;
	if (plan->options.jsonl) {
		render_object(r, NULL);
		print_event(r, plan, "end");
		render_object(r, plan->inspection->name);
	} else {
		render_close(r); /* the calls */
	}
	render_texts(r, "program", plan->trace.argv, words);
	print_end(r, ending);
	render_texts(r, "notes", ending->notes, ending->note_count);
	print_summary(r, ending->summary);
	render_close(r);
	print_asserts(r, 0, (struct assertions){0}, NULL);
	envelope_close(r, plan, NULL, ending->error,
		as_truth(ending->exit_status == 0), ending->exit_status);
	return render_finish(r);
}
