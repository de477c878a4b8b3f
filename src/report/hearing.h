/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of which --assert says something, heard while they are printed. */
#ifndef MEMTOOL_REPORT_HEARING_H
#define MEMTOOL_REPORT_HEARING_H

#include "record/record.h"
#include "render/listen.h"

/* What was heard for one assertion. */
struct heard {
	const struct assertion *assertion;
	bool known;       /* a value, or a whole list, was heard */
	bool null;        /* one was not measured */
	bool failed;      /* one was not as wanted */
	struct value got; /* the first that failed, or the first; .text is owned
			   */
	/* Within the list: */
	bool inside;
	bool member;     /* an accepted word is among them */
	unsigned depth;  /* of what is open in it */
	uint64_t count;  /* of rows; the sum of facts */
	char words[256]; /* the words */
};

/* Where an assertion on the duration of a step takes it from. */
enum duration_from { FROM_STEP, FROM_RUNS, FROM_NOWHERE };

struct hearing {
	enum duration_from from;
	int64_t median_ns; /* FROM_RUNS */
	struct listening listening;
	struct heard *heard;
	size_t count;
};

/* What is asserted of a record: of none that was not typed. */
struct assertions hearing_asserts(const struct record *record);

/*
 * Listen for what is asserted; the walk goes on with the returned renderer.
 * Out of memory: .heard is NULL, and nothing holds.
 */
struct render *hearing_begin(
	struct hearing *hearing, struct assertions asserts, struct render *r);

/* Whether one of them is about the duration of a step. */
bool hearing_needs_runs(const struct assertions *asserts);

/* Whether an assertion holds: null never does. */
bool heard_met(const struct heard *heard);

void hearing_free(struct hearing *hearing);

#endif
