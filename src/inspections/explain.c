/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can lie behind an outcome, from the table of causes. */
#include "inspections/explain.h"

#include <stdlib.h>
#include <string.h>

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

static void tell_outcome(
	struct render *r, const char *key, const struct outcome *outcome)
{
	static const char *const status[] = {"ok", "error", "signal"};
	const char *code = NULL;

	if (!outcome) {
		render_null(r, key);
		return;
	}
	if (outcome->coded)
		code = signal_code_name(outcome->number, outcome->code);
	render_object(r, key);
	render_fact(r, "status", NULL, as_text(status[outcome->kind]));
	render_fact(r, "name", NULL, as_text(name_of(outcome)));
	render_fact(r, "number", NULL,
		outcome->number ? as_number(outcome->number) : as_null());
	render_fact(r, "code", NULL, as_text(code));
	render_fact(r, "message", NULL, as_foreign(message_of(outcome)));
	render_close(r);
}

/* "ENOMEM (Cannot allocate memory) of mlock" */
static void say_question(struct render *r, const struct question *question)
{
	const struct outcome *outcome = question->outcome;
	const char *name = question->call ? question->call->name : "";
	const char *of = question->call ? " of " : "";
	char text[64];

	if (!outcome) {
		render_say(r, STYLE_PLAIN, "any outcome%s%s", of, name);
		return;
	}
	outcome_format(outcome, text, sizeof(text));
	if (outcome->kind == OUTCOME_OK)
		render_say(r, STYLE_PLAIN,
			"a success%s%s that did nothing or other than asked",
			of, name);
	else if (!outcome->number)
		render_say(r, STYLE_PLAIN, "any %s%s%s",
			outcome->kind == OUTCOME_ERROR ? "errno" : "signal", of,
			name);
	else
		render_say(r, STYLE_PLAIN, "%s (%s)%s%s", text,
			message_of(outcome), of, name);
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

/* What was given on the command line. */
static struct question question_of(
	const struct call *call, struct outcome *outcome)
{
	struct question question = {0};

	if (call_has(call, (size_t)command_find_param(
				   call->command, param_outcome.name))) {
		*outcome = outcome_unpack(arg(call, ROLE_OUTCOME));
		question.outcome = outcome;
	}
	if (call->text_length)
		question.cause = call->text;
	question.call =
		(const struct command *)(uintptr_t)arg(call, ROLE_ABOUT);
	return question;
}

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	struct outcome outcome;
	struct question question = question_of(look->call, &outcome);
	const struct cause_row *row;
	size_t rows;
	unsigned column = widest(&question, &rows);
	const char *page = page_of(&question);
	char *named = program_text(page);

	(void)seen;
	(void)failure;
	tell_outcome(r, "outcome", question.outcome);
	render_fact(r, "call", NULL,
		as_text(question.call ? question.call->name : NULL));
	render_fact(r, "cause", NULL, as_text(question.cause));
	page = named ? named : page;
	render_fact(r, "manual", NULL, as_text(page));
	say_header(r, &question, page, rows);
	free(named);
	render_rows(r, "causes");
	for (size_t i = 0; (row = why_row(i)); i++)
		if (question_concerns(&question, row))
			explain_row(r, &question, row, column);
	render_close(r);
	return true;
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
	.size = 1,
	.stream = show,
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
