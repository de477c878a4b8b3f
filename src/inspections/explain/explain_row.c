/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One cause of what is asked about: when it can lie behind it, what helps. */
#include <string.h>

#include "inspections/explain/explain.h"
#include "render/field.h"
#include "words/wrap.h"

enum { WIDTH = 80, BEHIND_MAX = 2048 };

bool question_covers(const struct question *question,
	const struct condition *condition, const struct outcome *outcome)
{
	return (!question->call || why_concerns(condition, question->call)) &&
	       (!question->outcome ||
		       outcome_overlaps(question->outcome, outcome));
}

bool question_concerns(
	const struct question *question, const struct cause_row *row)
{
	const char *at = row->when;
	struct condition c;

	if (question->cause && strcmp(question->cause, row->slug) != 0)
		return false;
	while (why_condition(&at, &c))
		for (size_t i = 0; i < c.outcomes.count; i++)
			if (question_covers(
				    question, &c, &c.outcomes.any_of[i]))
				return true;
	return false;
}

/* A text beside the slugs, in as many lines as it needs. */
static void say_beside(
	struct render *r, unsigned column, const char *label, const char *text)
{
	unsigned indent = column + (unsigned)strlen(label);
	const char *line;
	size_t length;
	bool first = *label == '\0'; /* it goes on the slug's own line */
	bool labelled = !first;

	while ((length = wrap_next(&text, WIDTH - indent, &line))) {
		if (!first)
			render_line(r, labelled ? column : indent);
		if (labelled)
			render_keep(r, STYLE_LABEL, "%s", label);
		render_keep(r, STYLE_PLAIN, "%.*s", (int)length, line);
		first = labelled = false;
	}
}

static void append(char *text, const char *more)
{
	if (strlen(text) + strlen(more) < BEHIND_MAX)
		strcat(text, more);
}

/* Whether what was asked leaves open which outcome it is. */
static bool is_open(const struct outcome *asked)
{
	return !asked || (asked->kind != OUTCOME_OK && !asked->number);
}

/* "mlock: ENOMEM, EPERM; mmap: EAGAIN", less what was asked. */
static void list_outcome(char *text, const struct question *question,
	const struct condition *c, const struct outcome *outcome, bool first)
{
	const struct outcome *asked = question->outcome;
	bool any = strcmp(c->command, "*") == 0;
	char name[64];

	outcome_format(outcome, name, sizeof(name));
	if (first && *text)
		append(text, is_open(asked) ? "; " : ", ");
	if (first && !question->call)
		append(text, any ? "any call" : c->command);
	if (is_open(asked)) {
		append(text, !first ? ", " : question->call ? "" : ": ");
		append(text, name);
	} else if (outcome->coded && !asked->coded) {
		append(text, " (");
		append(text, name);
		append(text, ")");
	}
}

/* One call of a row, and those of its outcomes that are asked about. */
static void tell_condition(struct render *r, const struct question *question,
	const struct condition *c, char *text)
{
	const struct command *call = question->call;
	const char *any = strcmp(c->command, "*") == 0 ? NULL : c->command;
	bool begun = false;

	for (size_t i = 0; i < c->outcomes.count; i++) {
		const struct outcome *outcome = &c->outcomes.any_of[i];
		char name[64];

		if (!question_covers(question, c, outcome))
			continue;
		if (!begun) {
			render_object(r, NULL);
			render_fact(r, "call", NULL,
				as_text(call ? call->name : any));
			render_array(r, "outcomes");
		}
		list_outcome(text, question, c, outcome, !begun);
		outcome_format(outcome, name, sizeof(name));
		render_fact(r, NULL, NULL, as_text(name));
		begun = true;
	}
	if (begun) {
		render_close(r);
		render_close(r);
	}
}

/* And of the calls that are like it, where none is asked about. */
static void tell_calls(struct render *r, const struct question *question,
	const struct condition *c, char *text)
{
	struct condition copy = *c;
	const struct command *like;

	tell_condition(r, question, c, text);
	for (size_t i = 0; !question->call && (like = why_like(c, i)); i++) {
		snprintf(copy.command, sizeof(copy.command), "%s", like->name);
		tell_condition(r, question, &copy, text);
	}
}

static const struct field cause_fields[] = {
	{"cause", NULL, VALUE_TEXT, MEMBER(struct cause_row, slug)},
	{"summary", NULL, VALUE_TEXT, MEMBER(struct cause_row, summary)},
	{"remedy", NULL, VALUE_TEXT, MEMBER(struct cause_row, remedy)},
};

void explain_row(struct render *r, const struct question *question,
	const struct cause_row *row, unsigned column)
{
	char behind[BEHIND_MAX] = "";
	const char *at = row->when;
	struct condition c;

	render_object(r, NULL);
	render_line(r, 0);
	render_line(r, 0);
	render_keep(r, STYLE_LABEL, "%-*s", (int)column, row->slug);
	render_members(r, FIELDS(cause_fields), row);
	say_beside(r, column, "", row->summary);
	render_array(r, "behind");
	while (why_condition(&at, &c))
		tell_calls(r, question, &c, behind);
	render_close(r);
	/* Who asks for both knows it already. */
	if (!question->call || is_open(question->outcome))
		say_beside(r, column, "for  ", behind);
	if (row->remedy)
		say_beside(r, column, "try  ", row->remedy);
	render_close(r);
}
