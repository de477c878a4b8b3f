/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For help: each way in which a call may end, and what can lie behind it. */
#include <string.h>

#include "inspections/explain/explain.h"
#include "words/wrap.h"

enum { WIDTH = 79, OUTCOMES_MAX = 64, SLUGS = 20, NAMES = 12, INDENT = 2 };

/* The outcomes of a call that causes are known of, in alphabetical order. */
struct outcomes {
	struct outcome list[OUTCOMES_MAX];
	size_t count;
};

/* Errors first, then signals; a success comes last. */
static int order(const struct outcome *a, const struct outcome *b)
{
	static const int rank[] = {
		[OUTCOME_ERROR] = 0, [OUTCOME_SIGNAL] = 1, [OUTCOME_OK] = 2};
	char first[64], second[64];

	if (a->kind != b->kind)
		return rank[a->kind] - rank[b->kind];
	outcome_format(a, first, sizeof(first));
	outcome_format(b, second, sizeof(second));
	return strcmp(first, second);
}

static void insert(struct outcomes *all, const struct outcome *outcome)
{
	size_t at = all->count;

	for (size_t i = 0; i < all->count; i++)
		if (order(&all->list[i], outcome) == 0)
			return;
	if (all->count == OUTCOMES_MAX)
		return;
	while (at > 0 && order(&all->list[at - 1], outcome) > 0)
		at--;
	memmove(&all->list[at + 1], &all->list[at],
		(all->count - at) * sizeof(*outcome));
	all->list[at] = *outcome;
	all->count++;
}

static void collect(struct outcomes *all, const struct command *command)
{
	const struct cause_row *row;
	struct condition c;

	all->count = 0;
	for (size_t i = 0; (row = why_row(i)); i++) {
		const char *at = row->when;

		while (why_condition(&at, &c))
			for (size_t j = 0; why_concerns(&c, command) &&
					   j < c.outcomes.count;
				j++)
				insert(all, &c.outcomes.any_of[j]);
	}
}

static bool lies_behind(const struct cause_row *row,
	const struct command *command, const struct outcome *outcome)
{
	const char *at = row->when;
	struct condition c;

	while (why_condition(&at, &c))
		for (size_t i = 0;
			why_concerns(&c, command) && i < c.outcomes.count; i++)
			if (order(&c.outcomes.any_of[i], outcome) == 0)
				return true;
	return false;
}

static void label(const struct outcome *outcome, char *text, size_t size)
{
	if (outcome->kind == OUTCOME_ERROR && !outcome->number)
		snprintf(text, size, "any errno");
	else if (outcome->kind == OUTCOME_SIGNAL && !outcome->number)
		snprintf(text, size, "any signal");
	else
		outcome_format(outcome, text, size);
}

/* What was told of a row once is not told again: "as for EINVAL". */
static const char *told_at(const struct outcomes *all, size_t at,
	const struct command *command, const struct cause_row *row, char *text,
	size_t size)
{
	for (size_t i = 0; i < at; i++) {
		char name[64];

		if (!lies_behind(row, command, &all->list[i]))
			continue;
		label(&all->list[i], name, sizeof(name));
		snprintf(text, size, "as for %s", name);
		return text;
	}
	return row->summary;
}

/* A slug that is wider than its column has the text on the next line. */
static void print_cause(FILE *out, const char *slug, const char *text)
{
	int column = INDENT + NAMES + SLUGS;
	bool beside = strlen(slug) < SLUGS;
	const char *line;
	size_t length;

	fprintf(out, "%-*s%s", beside ? SLUGS : 0, slug, beside ? "" : "\n");
	while ((length = wrap_next(&text, (size_t)(WIDTH - column), &line))) {
		fprintf(out, "%*s%.*s\n", beside ? 0 : column, "", (int)length,
			line);
		beside = false;
	}
}

static void print_outcome(FILE *out, const struct command *command,
	const struct outcomes *all, size_t at)
{
	const struct outcome *outcome = &all->list[at];
	const struct cause_row *row;
	char name[64], text[96];

	label(outcome, name, sizeof(name));
	for (size_t i = 0; (row = why_row(i)); i++) {
		if (!lies_behind(row, command, outcome))
			continue;
		fprintf(out, "%*s%-*s", INDENT, "", NAMES, name);
		if (strlen(name) >= NAMES)
			fprintf(out, "\n%*s", INDENT + NAMES, "");
		*name = '\0'; /* it stands beside its first cause */
		print_cause(out, row->slug,
			told_at(all, at, command, row, text, sizeof(text)));
	}
}

void outcomes_tell(const struct command *command, FILE *out)
{
	struct outcomes all;

	collect(&all, command);
	if (!all.count)
		return;
	fprintf(out,
		"\nWhat can lie behind an outcome ('explain %s' tells "
		"what helps):\n",
		command->name);
	for (size_t i = 0; i < all.count; i++)
		print_outcome(out, command, &all, i);
}
