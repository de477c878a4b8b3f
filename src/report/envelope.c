/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "report/inside.h"
#include "words/libc.h"
#include "words/signals.h"

#define FORMAT_VERSION "1.4"

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

static void tell_host(struct render *r)
{
	struct utsname name;
	bool known = uname(&name) == 0;

	render_object(r, "host");
	render_fact(r, "kernel", NULL,
		known ? as_foreign(name.release) : as_null());
	render_fact(r, "machine", NULL,
		known ? as_foreign(name.machine) : as_null());
	render_fact(r, "libc", NULL, as_text(libc_name()));
	render_fact(r, "page_size", NULL, as_bytes((uint64_t)getpagesize()));
	render_close(r);
}

void envelope_open(struct render *r, const struct plan *plan)
{
	render_object(r, NULL);
	render_fact(r, "format_version", NULL, as_text(FORMAT_VERSION));
	render_fact(r, "kind", NULL,
		as_text(plan->inspection ? plan->inspection->name : "chain"));
	tell_memtool(r, plan);
	tell_host(r);
	if (!plan->inspection)
		render_rows(r, "steps");
}

static void tell_ended(struct render *r, const struct ending *ending)
{
	int status = ending->wait_status;

	if (!ending->died) {
		render_null(r, "ended");
		return;
	}
	if (WIFEXITED(status)) {
		render_line(r, 0);
		render_say(r, STYLE_BAD,
			"the subject exited with status %d "
			"in step %d",
			WEXITSTATUS(status), ending->died_in);
	}
	render_object(r, "ended");
	render_fact(r, "step", NULL, as_number(ending->died_in));
	render_fact(r, "signal", NULL,
		as_text(WIFSIGNALED(status) ? signal_name(WTERMSIG(status))
					    : NULL));
	render_fact(r, "exit_status", NULL,
		WIFEXITED(status) ? as_number(WEXITSTATUS(status)) : as_null());
	render_close(r);
}

static void tell_subject(struct render *r, const struct ending *ending)
{
	if (!ending || !ending->pid) {
		render_null(r, "subject");
		return;
	}
	render_object(r, "subject");
	render_fact(r, "pid", NULL, as_number(ending->pid));
	tell_ended(r, ending);
	render_fact(r, "held", NULL, as_truth(ending->held));
	if (ending->output)
		render_line(r, 0);
	render_fact(r, "output",
		ending->output ? "the subject printed: " : NULL,
		as_foreign(ending->output));
	render_close(r);
}

static void tell_error(struct render *r, const struct complaint *error)
{
	static const char *const kinds[] = {
		"usage", "system", "interrupted", "inspection"};

	if (!error) {
		render_null(r, "error");
		return;
	}
	render_object(r, "error");
	render_fact(r, "kind", NULL, as_text(kinds[error->kind]));
	render_fact(r, "message", NULL,
		as_foreign(error->message ? error->message : "out of memory"));
	render_fact(r, "step", NULL,
		error->step ? as_number(error->step) : as_null());
	render_fact(r, "word", NULL,
		error->word ? as_foreign(error->word) : as_null());
	render_fact(r, "suggestion", NULL,
		error->suggestion ? as_foreign(error->suggestion) : as_null());
	render_close(r);
}

void envelope_close(struct render *r, const struct plan *plan,
	const struct ending *ending, const struct complaint *error,
	struct value ok, int exit_status)
{
	if (!plan->inspection)
		render_close(r); /* steps */
	tell_subject(r, ending);
	tell_error(r, error);
	render_fact(r, "ok", NULL, ok);
	render_fact(r, "exit_status", NULL, as_number(exit_status));
	render_close(r);
}
