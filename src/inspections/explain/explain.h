/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Causes without a call: for explain and help. */
#ifndef MEMTOOL_INSPECTIONS_EXPLAIN_EXPLAIN_H
#define MEMTOOL_INSPECTIONS_EXPLAIN_EXPLAIN_H

#include "why/why.h"

/* The question; NULL: any. */
struct question {
	const struct outcome *outcome;
	const struct command *call;
	const char *cause; /* its slug */
};

/* Whether the question covers a row's condition with this outcome. */
bool question_covers(const struct question *question,
	const struct condition *condition, const struct outcome *outcome);
/* Whether it covers any condition of the row. */
bool question_concerns(
	const struct question *question, const struct cause_row *row);

/* Whether it is only because the row can explain any errno. */
bool question_concerns_only_in_general(
	const struct question *question, const struct cause_row *row);

/* Matching causes, the commonest failures first, the others in their order. */
enum { ROWS_MAX = 256 };
struct ordered_rows {
	const struct cause_row *list[ROWS_MAX];
	size_t count;
};
typedef bool row_matches(const struct cause_row *row, const void *context);
void explain_order(
	struct ordered_rows *rows, row_matches *matches, const void *context);

/* Print a matching row, with its slug in a column of this width. */
void explain_row(struct render *r, const struct question *question,
	const struct cause_row *row, unsigned column);

/* The short names of the causes by index, NULL after the last. */
const char *explain_cause_at(size_t index);

/*
 * Print the outcomes of a call that have known causes; with ALL, the causes of
 * each.
 */
void outcomes_print(const struct command *command, bool all, FILE *out);

#endif
