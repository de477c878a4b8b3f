/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a call failed, or succeeded and did nothing or other than asked.
 *
 * Each cause is a row of a table (struct cause_row): its slug, the calls and
 * outcomes behind which it can lie, and a function that looks for it and
 * verifies it, with numbers that are read from this system at that moment.
 * "explain" and "help" read the same rows.
 */
#ifndef MEMTOOL_WHY_WHY_H
#define MEMTOOL_WHY_WHY_H

#include "effect/effect.h"
#include "record/record.h"

enum { FACTS_MAX = 8, REMEDIES_MAX = 6, CAUSES_MAX = 8 };

/* A number or a word that the cause rests on. */
struct fact {
	const char *key;   /* in JSON: "limit" */
	const char *label; /* in text, before the value; NULL: only JSON */
	struct value value;
	char text[128]; /* where the value is a text of its own */
};

struct cause {
	const char *slug;
	bool verified; /* false: it cannot be known from user space */
	bool spare;    /* told only where nothing else holds */
	char message[256];
	struct fact facts[FACTS_MAX];
	size_t fact_count;
	char remedies[REMEDIES_MAX][160]; /* a command to run, or advice */
	size_t remedy_count;
};

/* Those that hold; what was verified comes first. */
struct causes {
	struct cause list[CAUSES_MAX];
	size_t count;
};

/* A fact's value, its own text included. */
struct value fact_value(const struct fact *fact);

struct inquiry;

struct cause_row {
	const char *slug;
	/*
	 * "mlock=ENOMEM,EPERM mmap=EAGAIN *=SIGBUS": the calls (the names of
	 * commands, * for any), each with outcomes as --expect takes them.
	 * A call is meant with all those that are .like it.
	 */
	const char *when;
	const char *summary; /* one sentence, without numbers */
	const char *remedy;  /* what helps in general; NULL: nothing does */
	/*
	 * Look for it.  True: it holds; fill in the cause, of which slug is
	 * set and verified is true.
	 */
	bool (*holds)(const struct inquiry *q, struct cause *cause);
};

/* The rows in turn, NULL after the last. */
const struct cause_row *why_row(size_t index);

/* One word of a row's .when. */
struct condition {
	char command[32]; /* "*": any */
	struct expectation outcomes;
};

/*
 * Read the condition at *AT, which starts as .when, and move on behind it;
 * false after the last.
 */
bool why_condition(const char **at, struct condition *condition);
/* The calls besides its own that it is about, by their .like; then NULL. */
const struct command *why_like(const struct condition *condition, size_t index);
bool why_concerns(
	const struct condition *condition, const struct command *command);

/* Whether the row can lie behind this outcome of this command. */
bool why_applies(const struct cause_row *row, const struct command *command,
	const struct outcome *outcome);

/* Look for the causes of what a step came to; never fails. */
void why_find(const struct record *record, const struct effect *effect,
	struct causes *causes);

#endif
