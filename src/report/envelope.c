/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <sys/utsname.h>
#include <unistd.h>

#include "config.h"
#include "render/field.h"
#include "report/internal.h"
#include "words/libc.h"

#define FORMAT_VERSION "2.1"

static void print_memtool(struct render *r, const struct plan *plan)
{
	render_object(r, "memtool");
	render_fact(r, "version", NULL, as_text(PACKAGE_VERSION));
	render_texts(r, "argv", plan->argv, (size_t)plan->argc);
	render_close(r);
}

struct host {
	struct utsname name;
	const char *libc;
	uint64_t page_size;
};

static const struct field host_fields[] = {
	{"kernel", JSON_ONLY, VALUE_FOREIGN, MEMBER(struct host, name.release)},
	{"machine", JSON_ONLY, VALUE_FOREIGN,
		MEMBER(struct host, name.machine)},
	{"libc", JSON_ONLY, VALUE_TEXT, MEMBER(struct host, libc)},
	{"page_size", JSON_ONLY, VALUE_BYTES, MEMBER(struct host, page_size)},
};

static void print_host(struct render *r)
{
	struct host host = {
		.libc = libc_name(), .page_size = (uint64_t)getpagesize()};

	uname(&host.name);
	render_item(r, "host", FIELDS(host_fields), &host);
}

struct document {
	const char *format, *kind;
};

static const struct field document_fields[] = {
	{"format_version", JSON_ONLY, VALUE_TEXT,
		MEMBER(struct document, format)},
	{"kind", JSON_ONLY, VALUE_TEXT, MEMBER(struct document, kind)},
};

struct event {
	const char *event;
};

static const struct field event_fields[] = {
	{"event", JSON_ONLY, VALUE_TEXT, MEMBER(struct event, event)},
};

void print_event(struct render *r, const struct plan *plan, const char *event)
{
	struct event line = {event};

	if (plan->options.jsonl)
		render_members(r, FIELDS(event_fields), &line);
}

void end_event(const struct plan *plan)
{
	if (plan->options.jsonl)
		fflush(stdout);
}

void envelope_open(struct render *r, const struct plan *plan)
{
	struct document document = {FORMAT_VERSION,
		plan->inspection ? plan->inspection->name : "chain"};

	render_object(r, NULL);
	print_event(r, plan, "begin");
	render_members(r, FIELDS(document_fields), &document);
	print_memtool(r, plan);
	print_host(r);
	if (plan->options.jsonl) {
		render_close(r); /* the line */
		end_event(plan);
		return;
	}
	if (!plan->inspection)
		render_rows(r, "steps");
}

static const struct field ending_fields[] = {
	{"held", JSON_ONLY, VALUE_TRUTH, MEMBER(struct ending, held)},
	{"output", "the subject printed: ", VALUE_FOREIGN,
		MEMBER(struct ending, output)},
};

static void print_subject(struct render *r, const struct ending *ending)
{
	if (!ending || !ending->pid) {
		render_null(r, "subject");
		return;
	}
	render_object(r, "subject");
	render_fact(r, "pid", NULL, as_number(ending->pid));
	print_ended(r, ending->died, ending->died_in, ending->wait_status,
		!ending->by_exit);
	if (ending->output)
		render_line(r, 0);
	render_fields(r, FIELDS(ending_fields), ending);
	render_close(r);
}

static const char *const complaint_kinds[] = {
	"usage", "system", "interrupted", "inspection"};

#define COMPLAINT_MEMBER(member) MEMBER(struct complaint, member)

static const struct field complaint_fields[] = {
	{"kind", JSON_ONLY, VALUE_TEXT, COMPLAINT_MEMBER(kind),
		.names = complaint_kinds},
	{"message", JSON_ONLY, VALUE_FOREIGN, COMPLAINT_MEMBER(message)},
	{"step", JSON_ONLY, VALUE_NUMBER, COMPLAINT_MEMBER(step),
		.unless = UNLESS_ZERO},
	{"word", JSON_ONLY, VALUE_FOREIGN, COMPLAINT_MEMBER(word)},
	{"suggestion", JSON_ONLY, VALUE_FOREIGN, COMPLAINT_MEMBER(suggestion)},
	{"file", JSON_ONLY, VALUE_FOREIGN, COMPLAINT_MEMBER(file)},
	{"line", JSON_ONLY, VALUE_NUMBER, COMPLAINT_MEMBER(line),
		.unless = UNLESS_ZERO},
	{"column", JSON_ONLY, VALUE_NUMBER, COMPLAINT_MEMBER(column),
		.unless = UNLESS_ZERO},
};

static void print_error(struct render *r, const struct complaint *error)
{
	static char no_memory[] = "out of memory";
	struct complaint shown;

	if (error) {
		shown = *error;
		if (!shown.message)
			shown.message = no_memory;
	}
	render_item(
		r, "error", FIELDS(complaint_fields), error ? &shown : NULL);
}

struct verdict {
	struct value ok;
	int exit_status;
};

static const struct field verdict_fields[] = {
	{"ok", JSON_ONLY, VALUE_TRUTH, MEMBER(struct verdict, ok)},
	{"exit_status", JSON_ONLY, VALUE_NUMBER,
		MEMBER(struct verdict, exit_status)},
};

void envelope_end_steps(struct render *r, const struct plan *plan)
{
	if (plan->options.jsonl)
		render_object(r, NULL);
	else if (!plan->inspection)
		render_close(r); /* steps */
	print_event(r, plan, "end");
}

/* Better unknown than wrong, when memory is short. */
void envelope_total(struct render *r, const struct total *total, bool asked)
{
	struct effect effect;
	bool known = total && total_effect(total, &effect);

	print_total(r, known ? &effect : NULL,
		known && (asked || total_says_more(total)));
	if (known)
		effect_free(&effect);
}

void envelope_close(struct render *r, const struct plan *plan,
	const struct ending *ending, const struct complaint *error,
	struct value ok, int exit_status)
{
	struct verdict verdict = {ok, exit_status};

	print_subject(r, ending);
	if (!plan->inspection)
		print_processes(r, plan, ending);
	print_error(r, error);
	render_members(r, FIELDS(verdict_fields), &verdict);
	render_close(r);
}
