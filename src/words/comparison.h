/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What --assert compares a fact with: "=4M", "!=none", "<10us", "=..64",
 * "=r--p,rw-p".
 */
#ifndef MEMTOOL_WORDS_COMPARISON_H
#define MEMTOOL_WORDS_COMPARISON_H

#include <stddef.h>

#include "words/number.h"

enum operation {
	IS_EQUAL,
	IS_UNEQUAL,
	IS_LESS,
	IS_AT_MOST,
	IS_MORE,
	IS_AT_LEAST,
	OPERATIONS,
};

/* As typed: "=", "!=", "<"... */
extern const char *const operation_words[OPERATIONS];

/* An integer from -2^64+1 to 2^64-1: addresses and changes are compared. */
struct integer {
	bool negative;
	uint64_t magnitude;
};

struct integer integer_of_signed(int64_t number);
/* Less than, equal to, or greater than 0. */
int integer_compare(struct integer a, struct integer b);

/* A value that is accepted: one word, or the integers of a range. */
struct accepted {
	const char *word; /* NULL: integers */
	struct integer from, to;
	bool has_from, has_to; /* false: open at this end */
};

enum { ACCEPTED_MOST = 16 };

struct comparison {
	enum operation operation;
	struct accepted any_of[ACCEPTED_MOST];
	size_t count;
};

/* How a value is written. */
enum value_form {
	FORM_WORD,
	FORM_INTEGER,  /* with a sign and a size's unit, or "unlimited" */
	FORM_DURATION, /* with ns, us, ms or s; without a unit, ns */
};

/*
 * Cut TEXT, "FACT OP VALUE", in place; spaces around OP are ignored.  *FACT and
 * *VALUE are parts of it.
 */
bool comparison_cut(char *text, char **fact, enum operation *operation,
	char **value, struct complaint *why);

/* Parse VALUE, and cut it in place; its words remain a part of it. */
bool comparison_parse(char *value, enum value_form form,
	const struct units *units, struct comparison *comparison,
	struct complaint *why);

/* Whether an integer, or a word, is what is wanted. */
bool comparison_meets_integer(
	const struct comparison *comparison, struct integer got);
bool comparison_meets_word(
	const struct comparison *comparison, const char *got);

/* Parse "10us" as nanoseconds. */
bool duration_parse(const char *word, uint64_t *ns, struct complaint *why);

#endif
