/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of the facts that a report has.  The JSON Schema is the list of
 * them: each document is validated against it.  A name is
 *
 *	a path        "effect.memory.resident.after", from the top of a step, of
 *	              the chain's total, or of an inspection
 *	a short name  "resident", of a step: the first that is found in data,
 *	              effect.memory, result, effect and the rows of its mappings
 *
 * "duration" stands for "duration_ns".  The keys of rows are those of the row,
 * or else of what the row has "after".  A name of several facts means the one
 * that people ask for: a memory figure its delta, an errno its name.
 */
#ifndef MEMTOOL_RENDER_FACTS_H
#define MEMTOOL_RENDER_FACTS_H

#include <stdbool.h>
#include <stddef.h>

struct facts;

/* Where a name is looked up. */
enum facts_of { FACTS_OF_STEP, FACTS_OF_TOTAL, FACTS_OF_INSPECTION };

struct facts_scope {
	enum facts_of of;
	const char *command; /* of a step, or the inspection */
};

enum fact_type {
	FACT_INTEGER,
	FACT_DURATION, /* an integer of nanoseconds */
	FACT_ADDRESS,
	FACT_TRUTH,
	FACT_TEXT,
	FACT_ANY,   /* an integer or text */
	FACT_ROWS,  /* an array, which has a number of rows */
	FACT_WORDS, /* an array of text: a number, or which */
	FACT_SUM,   /* page faults: the sum of minor and major */
	FACT_PARTS, /* an object, which has no value */
};

enum { FACT_PATH_MAX = 128, FACT_ACCEPTED_MAX = 512 };

struct fact {
	enum fact_type type;
	/* As the report is walked: the keys, joined by '.'. */
	char path[FACT_PATH_MAX];
	/* The array whose members are .path, of FACT_ROWS and FACT_WORDS. */
	char list[FACT_PATH_MAX];
	/*
	 * Of FACT_TEXT: a regular expression of what it can be, or, joined by
	 * ", ", all that it can be.  Of FACT_PARTS: their names.  "": unknown.
	 */
	char pattern[FACT_ACCEPTED_MAX];
	char words[FACT_ACCEPTED_MAX];
};

/* NULL: out of memory.  Free it with facts_free(). */
struct facts *facts_read(const char *schema);
void facts_free(struct facts *facts);

/* Find a fact by name; false: it does not exist. */
bool facts_find(const struct facts *facts, struct facts_scope scope,
	const char *name, struct fact *fact);

/* Call EACH with every name: short names, and paths with all their parts. */
typedef void facts_visit(void *context, const char *name);
void facts_each_short(const struct facts *facts, struct facts_scope scope,
	facts_visit *each, void *context);
void facts_each_path(const struct facts *facts, struct facts_scope scope,
	facts_visit *each, void *context);

#endif
