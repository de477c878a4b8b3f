/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a call failed, or succeeded without doing what was asked.
 *
 * Each cause is a row of a table (struct cause_row): its slug, the calls and
 * outcomes that it can explain, and a function that checks it with numbers read
 * from this system at that moment.  "explain" and "help" read the same rows.
 */
#ifndef MEMTOOL_WHY_WHY_H
#define MEMTOOL_WHY_WHY_H

#include "effect/effect.h"
#include "record/record.h"

enum { FACTS_MAX = 8, REMEDIES_MAX = 6, CAUSES_MAX = 8 };

/* A number or a word as evidence. */
struct fact {
	const char *key;   /* in JSON: "limit" */
	const char *label; /* in text, before the value; NULL: only JSON */
	struct value value;
	char text[128]; /* if the value is text */
};

struct cause {
	const char *slug;
	bool verified; /* false: it cannot be known from user space */
	bool spare;    /* printed only if nothing else holds */
	char message[256];
	struct fact facts[FACTS_MAX];
	size_t fact_count;
	char remedies[REMEDIES_MAX][160]; /* a command to run, or advice */
	size_t remedy_count;
};

/* The causes that hold; verified ones first. */
struct causes {
	struct cause list[CAUSES_MAX];
	size_t count;
};

/* A fact's value, its own text included. */
struct value fact_value(const struct fact *fact);

struct diagnosis;

struct cause_row {
	const char *slug;
	/*
	 * "mlock=ENOMEM,EPERM mmap=EAGAIN *=SIGBUS": the calls (the names of
	 * commands, * for any), each with outcomes as --expect takes them.  A
	 * call stands for all calls that are .like it, too.
	 */
	const char *when;
	const char *summary; /* one sentence, without numbers */
	const char *remedy;  /* what usually helps; NULL: nothing does */
	/*
	 * Check it.  True: it holds; fill in the cause, whose slug is set and
	 * whose verified is true.
	 */
	bool (*holds)(const struct diagnosis *d, struct cause *cause);
};

/* The rows in turn, NULL after the last; the one with this slug, or NULL. */
const struct cause_row *why_row(size_t index);
const struct cause_row *why_row_of(const char *slug);

/*
 * The commonest failures, NULL after the last: rows with a slug and a part of
 * its row's .when, and no more.
 */
const struct cause_row *why_common(size_t index);

/* One word of a row's .when. */
struct condition {
	char command[32]; /* "*": any */
	struct expectation outcomes;
};

/*
 * Read the condition at *AT, which starts as .when, and advance past it; false
 * after the last.
 */
bool why_condition(const char **at, struct condition *condition);
/* The same for the next condition that concerns COMMAND. */
bool why_condition_of(const char **at, const struct command *command,
	struct condition *condition);
/* The other calls that it covers by their .like; then NULL. */
const struct command *why_like(const struct condition *condition, size_t index);
bool why_concerns(
	const struct condition *condition, const struct command *command);

/* Whether the row can explain this outcome of this command. */
bool why_applies(const struct cause_row *row, const struct command *command,
	const struct outcome *outcome);

/* Of a success: keep only the causes by which it did nothing. */
void why_keep_idle(struct causes *causes);

/* Find the causes of a step's outcome; never fails. */
void why_find(const struct record *record, const struct effect *effect,
	struct causes *causes);

#endif
