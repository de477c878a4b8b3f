/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "render/field.h"
#include "report/internal.h"
#include "words/libc.h"
#include "words/signals.h"

#define FORMAT_VERSION "2.0"

static void tell_memtool(struct render *r, const struct plan *plan)
{
	render_object(r, "memtool");
	render_fact(r, "version", NULL, as_text(PACKAGE_VERSION));
	render_array(r, "argv");
	for (int i = 0; i < plan->argc; i++)
		render_fact(r, NULL, NULL, as_foreign(plan->argv[i]));
	render_close(r);
	render_close(r);
}

struct host {
	struct utsname name;
	const char *libc;
	uint64_t page_size;
};

static const struct field host_fields[] = {
	{"kernel", NULL, VALUE_FOREIGN, MEMBER(struct host, name.release)},
	{"machine", NULL, VALUE_FOREIGN, MEMBER(struct host, name.machine)},
	{"libc", NULL, VALUE_TEXT, MEMBER(struct host, libc)},
	{"page_size", NULL, VALUE_BYTES, MEMBER(struct host, page_size)},
};

static void tell_host(struct render *r)
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
	{"format_version", NULL, VALUE_TEXT, MEMBER(struct document, format)},
	{"kind", NULL, VALUE_TEXT, MEMBER(struct document, kind)},
};

void envelope_open(struct render *r, const struct plan *plan)
{
	struct document document = {FORMAT_VERSION,
		plan->inspection ? plan->inspection->name : "chain"};

	render_object(r, NULL);
	render_members(r, FIELDS(document_fields), &document);
	tell_memtool(r, plan);
	tell_host(r);
	if (!plan->inspection)
		render_rows(r, "steps");
}

/* How the subject died; an exit is said, a signal is the step's result. */
struct death {
	int step, exit_status;
	bool exited;
	const char *signal;
};

#define DEATH(member) MEMBER(struct death, member)
#define IF_EXITED IF_HAS(struct death, exited)

static const struct field death_fields[] = {
	{"step", NULL, VALUE_NUMBER, DEATH(step)},
	{"signal", NULL, VALUE_TEXT, DEATH(signal)},
	{"exit_status", "the subject exited with status ", VALUE_NUMBER,
		DEATH(exit_status), IF_EXITED},
	{NULL, " in step ", VALUE_NUMBER, DEATH(step), IF_EXITED},
};

static void tell_ended(struct render *r, const struct ending *ending)
{
	int status = ending->wait_status;
	struct death death = {.step = ending->died_in,
		.exited = WIFEXITED(status),
		.exit_status = WEXITSTATUS(status)};

	if (!ending->died) {
		render_null(r, "ended");
		return;
	}
	if (WIFSIGNALED(status))
		death.signal = signal_name(WTERMSIG(status));
	if (death.exited)
		render_line(r, 0);
	render_object(r, "ended");
	render_phrase(r, STYLE_BAD, FIELDS(death_fields), &death);
	render_close(r);
}

static const struct field ending_fields[] = {
	{"held", NULL, VALUE_TRUTH, MEMBER(struct ending, held)},
	{"output", "the subject printed: ", VALUE_FOREIGN,
		MEMBER(struct ending, output)},
};

static void tell_subject(struct render *r, const struct ending *ending)
{
	if (!ending || !ending->pid) {
		render_null(r, "subject");
		return;
	}
	render_object(r, "subject");
	render_fact(r, "pid", NULL, as_number(ending->pid));
	tell_ended(r, ending);
	if (ending->output)
		render_line(r, 0);
	render_fields(r, FIELDS(ending_fields), ending);
	render_close(r);
}

static const char *const complaint_kinds[] = {
	"usage", "system", "interrupted", "inspection"};

#define COMPLAINT_MEMBER(member) MEMBER(struct complaint, member)

static const struct field complaint_fields[] = {
	{"kind", NULL, VALUE_TEXT, COMPLAINT_MEMBER(kind),
		.names = complaint_kinds},
	{"message", NULL, VALUE_FOREIGN, COMPLAINT_MEMBER(message)},
	{"step", NULL, VALUE_NUMBER, COMPLAINT_MEMBER(step),
		.unless = UNLESS_ZERO},
	{"word", NULL, VALUE_FOREIGN, COMPLAINT_MEMBER(word)},
	{"suggestion", NULL, VALUE_FOREIGN, COMPLAINT_MEMBER(suggestion)},
};

static void tell_error(struct render *r, const struct complaint *error)
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
	{"ok", NULL, VALUE_TRUTH, MEMBER(struct verdict, ok)},
	{"exit_status", NULL, VALUE_NUMBER,
		MEMBER(struct verdict, exit_status)},
};

void envelope_close(struct render *r, const struct plan *plan,
	const struct ending *ending, const struct complaint *error,
	struct value ok, int exit_status)
{
	struct verdict verdict = {ok, exit_status};

	if (!plan->inspection)
		render_close(r); /* steps */
	tell_subject(r, ending);
	tell_error(r, error);
	render_members(r, FIELDS(verdict_fields), &verdict);
	render_close(r);
}
