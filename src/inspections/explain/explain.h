/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of causes without a call that was made: explain, and help. */
#ifndef MEMTOOL_INSPECTIONS_EXPLAIN_H
#define MEMTOOL_INSPECTIONS_EXPLAIN_H

#include "why/why.h"

/* What is asked about; NULL: whichever. */
struct question {
	const struct outcome *outcome;
	const struct command *call;
	const char *cause; /* its slug */
};

/* Whether a condition of a row, with this outcome of it, is asked about. */
bool question_covers(const struct question *question,
	const struct condition *condition, const struct outcome *outcome);
/* Whether any condition of the row is. */
bool question_concerns(
	const struct question *question, const struct cause_row *row);

/* Tell a row that is, with its slug in a column of this width. */
void explain_row(struct render *r, const struct question *question,
	const struct cause_row *row, unsigned column);

/* The short names of the causes in turn, NULL after the last. */
const char *explain_cause_at(size_t index);

/* Tell how a call may end, and what can lie behind each of it. */
void outcomes_tell(const struct command *command, FILE *out);

#endif
