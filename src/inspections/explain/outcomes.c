/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For help: how a call may end, and the possible causes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspections/explain/explain.h"
#include "words/wrap.h"

enum { WIDTH = 79, OUTCOMES_MAX = 64, SLUGS = 20, NAMES = 12, INDENT = 2 };

/* The outcomes of a call that have causes, sorted by name. */
struct outcomes {
	struct outcome list[OUTCOMES_MAX];
	size_t count;
};

/* Errors first, then signals; success comes last. */
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

static bool same(const struct outcome *a, const struct outcome *b)
{
	return outcome_pack(a) == outcome_pack(b);
}

static void insert(struct outcomes *all, const struct outcome *outcome)
{
	size_t at = all->count;

	for (size_t i = 0; i < all->count; i++)
		if (same(&all->list[i], outcome))
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
	struct condition condition;

	all->count = 0;
	for (size_t i = 0; (row = why_row(i)); i++) {
		const char *at = row->when;

		while (why_condition_of(&at, command, &condition))
			for (size_t j = 0; j < condition.outcomes.count; j++)
				insert(all, &condition.outcomes.any_of[j]);
	}
}

static bool lies_behind(const struct cause_row *row,
	const struct command *command, const struct outcome *outcome)
{
	const char *at = row->when;
	struct condition condition;

	while (why_condition_of(&at, command, &condition))
		for (size_t i = 0; i < condition.outcomes.count; i++)
			if (same(&condition.outcomes.any_of[i], outcome))
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

/* A row is explained only once; later: "as for EINVAL". */
static const char *printed_at(const struct outcomes *all, size_t at,
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

/* After a slug wider than its column, the text is on the next line. */
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

/* An outcome of a call. */
struct call_outcome {
	const struct command *command;
	const struct outcome *outcome;
};

static bool is_behind(const struct cause_row *row, const void *context)
{
	const struct call_outcome *wanted = context;

	return lies_behind(row, wanted->command, wanted->outcome);
}

static void print_outcome(FILE *out, const struct command *command,
	const struct outcomes *all, size_t at)
{
	struct call_outcome wanted = {command, &all->list[at]};
	struct ordered_rows rows;
	char name[64], text[96];

	label(wanted.outcome, name, sizeof(name));
	explain_order(&rows, is_behind, &wanted);
	for (size_t i = 0; i < rows.count; i++) {
		const struct cause_row *row = rows.list[i];

		fprintf(out, "%*s%-*s", INDENT, "", NAMES, name);
		if (strlen(name) >= NAMES)
			fprintf(out, "\n%*s", INDENT + NAMES, "");
		*name = '\0'; /* it is printed beside its first cause */
		print_cause(out, row->slug,
			printed_at(all, at, command, row, text, sizeof(text)));
	}
}

/* "EINVAL, ENOMEM, ok", in as many lines as that takes. */
static void print_labels(FILE *out, const struct outcomes *all)
{
	char *text = NULL;
	size_t size = 0, length;
	const char *rest, *line;
	FILE *list = open_memstream(&text, &size);

	if (!list)
		return;
	fprintf(list, "Outcomes with known causes:");
	for (size_t i = 0; i < all->count; i++) {
		char name[64];

		label(&all->list[i], name, sizeof(name));
		fprintf(list, "%s %s", i ? "," : "", name);
	}
	fclose(list);
	fputc('\n', out);
	for (rest = text; rest && (length = wrap_next(&rest, WIDTH, &line));)
		fprintf(out, "%.*s\n", (int)length, line);
	free(text);
}

void outcomes_print(const struct command *command, bool all, FILE *out)
{
	struct outcomes known;

	collect(&known, command);
	if (!known.count)
		return;
	if (!all) {
		print_labels(out, &known);
		return;
	}
	fprintf(out,
		"\nPossible causes, by outcome ('explain %s' shows the "
		"remedies):\n",
		command->name);
	for (size_t i = 0; i < known.count; i++)
		print_outcome(out, command, &known, i);
}
