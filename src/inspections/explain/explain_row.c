/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One matching cause: its outcomes, its meaning, what helps. */
#include <string.h>

#include "inspections/explain/explain.h"
#include "render/field.h"
#include "words/wrap.h"

enum { WIDTH = 80, BEHIND_MAX = 2048 };

static bool is_any_errno(const struct outcome *outcome)
{
	return outcome->kind == OUTCOME_ERROR && !outcome->number;
}

/* A call that fails in any way has no errno, or one that nobody knows. */
static bool is_vague(const struct condition *condition,
	const struct outcome *asked, const struct outcome *outcome)
{
	return is_any_errno(outcome) && !is_any_errno(asked) &&
	       strcmp(condition->command, "*") != 0;
}

bool question_covers(const struct question *question,
	const struct condition *condition, const struct outcome *outcome)
{
	const struct outcome *asked = question->outcome;

	if (question->call && !why_concerns(condition, question->call))
		return false;
	return !asked || (outcome_overlaps(asked, outcome) &&
				 !is_vague(condition, asked, outcome));
}

bool question_concerns_only_in_general(
	const struct question *question, const struct cause_row *row)
{
	const char *at = row->when;
	struct condition condition;

	if (!question->outcome || is_any_errno(question->outcome))
		return false;
	while (why_condition(&at, &condition))
		for (size_t i = 0; i < condition.outcomes.count; i++)
			if (question_covers(question, &condition,
				    &condition.outcomes.any_of[i]) &&
				!is_any_errno(&condition.outcomes.any_of[i]))
				return false;
	return true;
}

bool question_concerns(
	const struct question *question, const struct cause_row *row)
{
	const char *at = row->when;
	struct condition condition;

	if (question->cause && strcmp(question->cause, row->slug) != 0)
		return false;
	while (why_condition(&at, &condition))
		for (size_t i = 0; i < condition.outcomes.count; i++)
			if (question_covers(question, &condition,
				    &condition.outcomes.any_of[i]))
				return true;
	return false;
}

/* A text beside the slugs, wrapped. */
static void text_beside(
	struct render *r, unsigned column, const char *label, const char *text)
{
	unsigned indent = column + (unsigned)strlen(label);
	const char *line;
	size_t length;
	bool first = *label == '\0'; /* it starts on the slug's line */
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

/* Whether the question leaves the outcome open. */
static bool is_open(const struct outcome *asked)
{
	return !asked || (asked->kind != OUTCOME_OK && !asked->number);
}

/* "mlock: ENOMEM, EPERM; mmap: EAGAIN", without the requested part. */
static void list_outcome(char *text, const struct question *question,
	const struct condition *condition, const struct outcome *outcome,
	bool first)
{
	const struct outcome *asked = question->outcome;
	bool any = strcmp(condition->command, "*") == 0;
	char name[64];

	outcome_format(outcome, name, sizeof(name));
	if (first && *text)
		append(text, is_open(asked) ? "; " : ", ");
	if (first && !question->call)
		append(text, any ? "any call" : condition->command);
	if (is_open(asked)) {
		append(text, !first ? ", " : question->call ? "" : ": ");
		append(text, name);
	} else if (outcome->coded && !asked->coded) {
		append(text, " (");
		append(text, name);
		append(text, ")");
	}
}

/* One call of a row, and its matching outcomes. */
static void print_condition(struct render *r, const struct question *question,
	const struct condition *condition, char *text)
{
	const struct command *call = question->call;
	const char *any = strcmp(condition->command, "*") == 0
				  ? NULL
				  : condition->command;
	bool begun = false;

	for (size_t i = 0; i < condition->outcomes.count; i++) {
		const struct outcome *outcome = &condition->outcomes.any_of[i];
		char name[64];

		if (!question_covers(question, condition, outcome))
			continue;
		if (!begun) {
			render_object(r, NULL);
			render_fact(r, "call", NULL,
				as_text(call ? call->name : any));
			render_array(r, "outcomes");
		}
		list_outcome(text, question, condition, outcome, !begun);
		outcome_format(outcome, name, sizeof(name));
		render_fact(r, NULL, NULL, as_text(name));
		begun = true;
	}
	if (begun) {
		render_close(r);
		render_close(r);
	}
}

/* The same for the calls that are .like it, if no call was requested. */
static void print_calls(struct render *r, const struct question *question,
	const struct condition *condition, char *text)
{
	struct condition copy = *condition;
	const struct command *like;

	print_condition(r, question, condition, text);
	for (size_t i = 0; !question->call && (like = why_like(condition, i));
		i++) {
		snprintf(copy.command, sizeof(copy.command), "%s", like->name);
		print_condition(r, question, &copy, text);
	}
}

static const struct field cause_fields[] = {
	{"cause", JSON_ONLY, VALUE_TEXT, MEMBER(struct cause_row, slug)},
	{"summary", JSON_ONLY, VALUE_TEXT, MEMBER(struct cause_row, summary)},
	{"remedy", JSON_ONLY, VALUE_TEXT, MEMBER(struct cause_row, remedy)},
};

void explain_row(struct render *r, const struct question *question,
	const struct cause_row *row, unsigned column)
{
	char behind[BEHIND_MAX] = "";
	const char *at = row->when;
	struct condition condition;

	render_object(r, NULL);
	render_line(r, 0);
	render_line(r, 0);
	render_keep(r, STYLE_LABEL, "%-*s", (int)column, row->slug);
	render_members(r, FIELDS(cause_fields), row);
	text_beside(r, column, "", row->summary);
	render_array(r, "behind");
	while (why_condition(&at, &condition))
		print_calls(r, question, &condition, behind);
	render_close(r);
	/* A question with both already has it. */
	if (!question->call || is_open(question->outcome))
		text_beside(r, column, "for  ", behind);
	if (row->remedy)
		text_beside(r, column, "try  ", row->remedy);
	render_close(r);
}
