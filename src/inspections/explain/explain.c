/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The possible causes of an outcome, from the tables of causes. */
#include "inspections/explain/explain.h"

#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "words/errnos.h"
#include "words/program.h"
#include "words/signals.h"
#include "words/suggest.h"

enum { GAP = 2 }; /* after the slugs */

static bool is_concerned(const struct cause_row *row, const void *question)
{
	return question_concerns(question, row);
}

/* The width of the rows' column of slugs. */
static unsigned widest(const struct question *question,
	const struct ordered_rows *rows, size_t *particular)
{
	size_t width = 0;

	*particular = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct cause_row *row = rows->list[i];

		*particular +=
			!question_concerns_only_in_general(question, row);
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

/* The requested outcome, as printed. */
struct outcome_row {
	const char *status, *name, *code, *message;
	int number; /* 0: any */
};

#define OUTCOME(member) MEMBER(struct outcome_row, member)

static const struct field outcome_fields[] = {
	{"status", JSON_ONLY, VALUE_TEXT, OUTCOME(status)},
	{"name", JSON_ONLY, VALUE_TEXT, OUTCOME(name)},
	{"number", JSON_ONLY, VALUE_NUMBER, OUTCOME(number),
		.unless = UNLESS_ZERO},
	{"code", JSON_ONLY, VALUE_TEXT, OUTCOME(code)},
	{"message", JSON_ONLY, VALUE_FOREIGN, OUTCOME(message)},
};

static void print_outcome_line(struct render *r, const struct outcome *outcome)
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
static void text_question(struct render *r, const struct question *question)
{
	const struct outcome *outcome = question->outcome;
	char text[256] = "any outcome";

	if (outcome)
		format_outcome(outcome, text, sizeof(text));
	render_printf(r, STYLE_PLAIN, "%s%s%s%s", text,
		question->call ? " of " : "",
		question->call ? question->call->name : "",
		outcome && outcome->kind == OUTCOME_OK
			? " that did not do what was asked"
			: "");
}

/* Where to read on: the page of the call, else of the outcome. */
static const char *page_of(const struct question *question)
{
	if (question->call)
		return question->call->manual;
	return question->outcome && question->outcome->kind == OUTCOME_SIGNAL
		       ? "signal(7)"
		       : "errno(3)";
}

/* The question.  The causes are a constant table. */
struct explain_view {
	struct outcome outcome; /* the one in .question */
	struct question question;
	const char *call;         /* its name; NULL: any */
	struct ordered_rows rows; /* the causes that match */
	size_t particular; /* how many of them, without those of any errno */
	unsigned column;   /* after the widest slug */
	const char *page;  /* where to read on */
	char *named;       /* allocated by another program name, or NULL */
};

static void text_header(struct render *r, const struct explain_view *view)
{
	const struct question *question = &view->question;
	size_t rows = view->rows.count;

	render_line(r, 0);
	if (question->cause && rows) {
		render_printf(
			r, STYLE_PLAIN, "What %s means:", question->cause);
		return;
	}
	if (view->particular)
		render_printf(r, STYLE_PLAIN, "Causes of ");
	else
		render_printf(r, STYLE_PLAIN, "%s knows no cause of ",
			program_name());
	text_question(r, question);
	if (rows && !view->particular)
		render_printf(r, STYLE_PLAIN, " but those of any errno:");
	else if (rows)
		render_printf(r, STYLE_PLAIN, ":");
	else
		render_printf(r, STYLE_PLAIN, "; see %s.", view->page);
}

static const struct field question_fields[] = {
	{"call", JSON_ONLY, VALUE_TEXT, MEMBER(struct explain_view, call)},
	{"cause", JSON_ONLY, VALUE_TEXT,
		MEMBER(struct explain_view, question.cause)},
	{"manual", JSON_ONLY, VALUE_TEXT, MEMBER(struct explain_view, page)},
};

/* Read the question from the command line. */
static void read_question(struct explain_view *view, const struct call *call)
{
	struct question *question = &view->question;

	if (call_has(call, (size_t)command_find_param(
				   call->command, param_outcome.name))) {
		view->outcome = outcome_unpack(arg(call, ROLE_OUTCOME));
		question->outcome = &view->outcome;
	}
	if (call->text_length)
		question->cause = call->text;
	question->call =
		(const struct command *)(uintptr_t)arg(call, ROLE_ABOUT);
	if (question->call)
		view->call = question->call->name;
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct explain_view *view = seen;

	(void)reason;
	read_question(view, look->call);
	explain_order(&view->rows, is_concerned, &view->question);
	view->column = widest(&view->question, &view->rows, &view->particular);
	view->page = page_of(&view->question);
	view->named = program_text(view->page);
	if (view->named)
		view->page = view->named;
	return true;
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct explain_view *view = seen;

	(void)look;
	print_outcome_line(r, view->question.outcome);
	render_members(r, FIELDS(question_fields), view);
	text_header(r, view);
	render_rows(r, "causes");
	for (size_t i = 0; i < view->rows.count; i++)
		explain_row(
			r, &view->question, view->rows.list[i], view->column);
	render_close(r);
}

static void free_view(void *seen)
{
	struct explain_view *view = seen;

	free(view->named);
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
	if (!step->text || why_row_of(step->text))
		return true;
	s = suggest_for(step->text);
	for (size_t i = 0; (row = why_row(i)); i++)
		suggest_offer(&s, row->slug);
	complain(why, step->text,
		"'%s' is not a cause; the short name at the end of a 'why' "
		"line is accepted",
		step->text);
	complain_suggest(why, s.best);
	return false;
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct explain_view),
	.look = look,
	.print = print,
	.free = free_view,
};

const struct command command_explain = {
	.name = "explain",
	.summary = "print the possible causes of an errno, a signal or success",
	.describes = "Prints each cause that memtool would check after this "
		     "outcome of this call, what it means, and what helps; "
		     "nothing is performed. OUTCOME is the name or number of "
		     "an errno, a signal (SIGBUS, SIGSEGV:SEGV_ACCERR), or ok "
		     "for a success that did not do what was asked. CALL and "
		     "OUTCOME may be given in either order, or left out. The "
		     "short name of a cause (double-free) may replace either, "
		     "and --cause takes any. Which cause holds in a given case "
		     "is found out when memtool makes the call.",
	.manual = "memtool-explain(1)",
	.params = {&param_outcome, &param_call, &param_cause},
	.word = &param_outcome,
	.second = &param_call,
	.verify = verify,
	.inspection = &inspection,
};
