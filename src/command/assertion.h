/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What --assert says of a step, of the chain, or of what an inspection shows,
 * and what --assume does.
 */
#ifndef MEMTOOL_COMMAND_ASSERTION_H
#define MEMTOOL_COMMAND_ASSERTION_H

#include "words/comparison.h"

/* What is compared. */
enum asserted {
	ASSERT_VALUE, /* each fact at .path; there must be one */
	ASSERT_COUNT, /* the number of rows of .path */
	ASSERT_SUM,   /* the sum of the facts within .path */
	ASSERT_AMONG, /* the facts at .member, within .path; "none": no fact */
};

struct assertion {
	const char *typed, *fact, *wanted; /* as typed */
	const char *path;                  /* in the walked report */
	const char *member;                /* of ASSERT_AMONG */
	enum asserted asserted;
	struct comparison comparison;
	bool assumed; /* --assume: if it does not hold, the rest is skipped */
};

/* Of one step, or of the chain. */
struct assertions {
	struct assertion *list;
	size_t count;
};

#endif
