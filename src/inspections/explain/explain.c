/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can lie behind an outcome, from the table of causes. */
#include "inspections/explain/explain.h"

#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "words/errnos.h"
#include "words/program.h"
#include "words/signals.h"
#include "words/suggest.h"

enum { GAP = 2 }; /* behind the slugs */

/* The rows have a column for the slugs. */
static unsigned widest(const struct question *question, size_t *rows)
{
	const struct cause_row *row;
	size_t width = 0;

	*rows = 0;
	for (size_t i = 0; (row = why_row(i)); i++) {
		if (!question_concerns(question, row))
			continue;
		++*rows;
		if (strlen(row->slug) > width)
			width = strlen(row->slug);
	}
	return (unsigned)width + GAP;
}

/* "ENOMEM"; NULL: any errno, or any signal. */
static const char *name_of(const struct outcome *outcome)
{
	switch (outcome->kind) {
	case OUTCOME_ERROR:
		return errno_name(outcome->number);
	case OUTCOME_SIGNAL:
		return signal_name(outcome->number);
	default:
		return NULL;
	}
}

static const char *message_of(const struct outcome *outcome)
{
	if (!outcome->number)
		return NULL;
	return outcome->kind == OUTCOME_SIGNAL ? strsignal(outcome->number)
					       : strerror(outcome->number);
}

/* An outcome that is asked about, as it is shown. */
struct outcome_row {
	const char *status, *name, *code, *message;
	int number; /* 0: whichever */
};

#define OUTCOME(member) MEMBER(struct outcome_row, member)

static const struct field outcome_fields[] = {
	{"status", NULL, VALUE_TEXT, OUTCOME(status)},
	{"name", NULL, VALUE_TEXT, OUTCOME(name)},
	{"number", NULL, VALUE_NUMBER, OUTCOME(number), .unless = UNLESS_ZERO},
	{"code", NULL, VALUE_TEXT, OUTCOME(code)},
	{"message", NULL, VALUE_FOREIGN, OUTCOME(message)},
};

static void tell_outcome(struct render *r, const struct outcome *outcome)
{
	static const char *const status[] = {"ok", "error", "signal"};
	struct outcome_row row;

	if (!outcome) {
		render_null(r, "outcome");
		return;
	}
	row = (struct outcome_row){.status = status[outcome->kind],
		.name = name_of(outcome),
		.number = outcome->number,
		.code = outcome->coded ? signal_code_name(
						 outcome->number, outcome->code)
				       : NULL,
		.message = message_of(outcome)};
	render_item(r, "outcome", FIELDS(outcome_fields), &row);
}

/* "ENOMEM (Cannot allocate memory)" */
static void format_outcome(
	const struct outcome *outcome, char *text, size_t size)
{
	char name[64];

	outcome_format(outcome, name, sizeof(name));
	if (outcome->kind == OUTCOME_OK)
		snprintf(text, size, "a success");
	else if (!outcome->number)
		snprintf(text, size, "any %s",
			outcome->kind == OUTCOME_ERROR ? "errno" : "signal");
	else
		snprintf(text, size, "%s (%s)", name, message_of(outcome));
}

/* "ENOMEM (Cannot allocate memory) of mlock" */
static void say_question(struct render *r, const struct question *question)
{
	const struct outcome *outcome = question->outcome;
	char text[256] = "any outcome";

	if (outcome)
		format_outcome(outcome, text, sizeof(text));
	render_say(r, STYLE_PLAIN, "%s%s%s%s", text,
		question->call ? " of " : "",
		question->call ? question->call->name : "",
		outcome && outcome->kind == OUTCOME_OK
			? " that did nothing or other than asked"
			: "");
}

/* Where to read on: the page of the call, else of what it came to. */
static const char *page_of(const struct question *question)
{
	if (question->call)
		return question->call->manual;
	return question->outcome && question->outcome->kind == OUTCOME_SIGNAL
		       ? "signal(7)"
		       : "errno(3)";
}

static void say_header(struct render *r, const struct question *question,
	const char *page, size_t rows)
{
	render_line(r, 0);
	if (question->cause && rows) {
		render_say(r, STYLE_PLAIN, "What %s means:", question->cause);
		return;
	}
	if (rows)
		render_say(r, STYLE_PLAIN, "Causes of ");
	else
		render_say(r, STYLE_PLAIN, "%s knows no cause of ",
			program_name());
	say_question(r, question);
	if (rows)
		render_say(r, STYLE_PLAIN, ":");
	else
		render_say(r, STYLE_PLAIN, "; %s tells when it comes.", page);
}

/* What was asked.  The causes themselves are a constant table. */
struct explain_view {
	struct outcome outcome; /* that .question asks about */
	struct question question;
	const char *call; /* its name; NULL: any */
	size_t rows;      /* how many causes concern it */
	unsigned column;  /* behind the widest of their slugs */
	const char *page; /* where to read on; */
	char *named;      /* the same of a program of another name, or NULL */
};

static const struct field question_fields[] = {
	{"call", NULL, VALUE_TEXT, MEMBER(struct explain_view, call)},
	{"cause", NULL, VALUE_TEXT,
		MEMBER(struct explain_view, question.cause)},
	{"manual", NULL, VALUE_TEXT, MEMBER(struct explain_view, page)},
};

/* What was given on the command line. */
static void read_question(struct explain_view *v, const struct call *call)
{
	struct question *question = &v->question;

	if (call_has(call, (size_t)command_find_param(
				   call->command, param_outcome.name))) {
		v->outcome = outcome_unpack(arg(call, ROLE_OUTCOME));
		question->outcome = &v->outcome;
	}
	if (call->text_length)
		question->cause = call->text;
	question->call =
		(const struct command *)(uintptr_t)arg(call, ROLE_ABOUT);
	if (question->call)
		v->call = question->call->name;
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct explain_view *v = seen;

	(void)reason;
	read_question(v, look->call);
	v->column = widest(&v->question, &v->rows);
	v->page = page_of(&v->question);
	v->named = program_text(v->page);
	if (v->named)
		v->page = v->named;
	return true;
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct explain_view *v = seen;
	const struct cause_row *row;

	(void)look;
	tell_outcome(r, v->question.outcome);
	render_members(r, FIELDS(question_fields), v);
	say_header(r, &v->question, v->page, v->rows);
	render_rows(r, "causes");
	for (size_t i = 0; (row = why_row(i)); i++)
		if (question_concerns(&v->question, row))
			explain_row(r, &v->question, row, v->column);
	render_close(r);
}

static void free_view(void *seen)
{
	struct explain_view *v = seen;

	free(v->named);
}

const char *explain_cause_at(size_t index)
{
	const struct cause_row *row = why_row(index);

	return row ? row->slug : NULL;
}

static bool verify(const struct step *step, void **read, struct complaint *why)
{
	const struct cause_row *row;
	struct suggestion s;

	(void)read;
	if (!step->text)
		return true;
	s = suggest_for(step->text);
	for (size_t i = 0; (row = why_row(i)); i++) {
		if (strcmp(row->slug, step->text) == 0)
			return true;
		suggest_offer(&s, row->slug);
	}
	complain(why, step->text,
		"'%s' is not a cause; the short name after a 'why' is "
		"accepted",
		step->text);
	complain_suggest(why, s.best);
	return false;
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct explain_view),
	.look = look,
	.tell = tell,
	.free = free_view,
};

const struct command command_explain = {
	.name = "explain",
	.summary = "tell what can lie behind an errno, a signal or a success",
	.describes =
		"It performs nothing: it tells each cause that memtool would "
		"look for after this outcome of this call, what it means, and "
		"what helps. OUTCOME is the name or the number of an errno, a "
		"signal (SIGBUS, SIGSEGV:SEGV_ACCERR), or ok for a success "
		"that did nothing or other than asked. Either of the two "
		"words may be left out, and they may stand in either order. "
		"The short name of a cause (double-free) may stand in place "
		"of one, and --cause takes any. "
		"Which of the causes holds in a case, memtool finds out when "
		"it makes the call.",
	.manual = "memtool-explain(1)",
	.params = {&param_outcome, &param_call, &param_cause},
	.word = &param_outcome,
	.second = &param_call,
	.verify = verify,
	.inspection = &inspection,
};
