/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What earlier steps of the chain set for later ones: limits, rights, filters.
 * The observer notes it when such a step succeeds; the causes of later steps
 * are verified by it, and name the step.
 */
#ifndef MEMTOOL_RECORD_CIRCUMSTANCES_H
#define MEMTOOL_RECORD_CIRCUMSTANCES_H

#include <stdint.h>

#include "words/filter.h"
#include "words/group_rules.h"

enum { LIMIT_RESOURCES = 16 }; /* RLIM_NLIMITS of every architecture */

struct set_limit {
	int step; /* the last step that set it; 0: none */
	uint64_t soft, hard;
};

/* A property of prctl, by its number. */
enum {
	OPTION_NO_NEW_PRIVS = 38,
	OPTION_THP_DISABLE = 41,
	OPTION_MDWE = 65,
	OPTION_MERGE = 67,
};
struct set_option {
	int step; /* the last step that set it; 0: none */
	int64_t value;
};

/* Calls that filters refuse; of one call the strictest rule counts. */
enum { FILTERED_MAX = 128 };
struct filtered {
	int step;
	struct filter_rule rule;
};

/* The control group that a step moved it into, by controller. */
struct set_group {
	int step; /* 0: none */
	struct memory_group group;
};

/* A thread has its own filters and rights, and all else from its process. */
struct circumstances {
	struct set_group groups[GROUP_CONTROLLERS];
	struct filtered filtered[FILTERED_MAX];
	unsigned filtered_count;
	int namespace; /* the step that made a user namespace; 0: none */
	int rights;    /* the last step that took rights away; 0: none */
	struct set_option mdwe, thp_disable, merge;
	struct set_limit limits[LIMIT_RESOURCES];
};

struct record;

/* The rule of an earlier step's filter that answered; NULL: none. */
const struct filtered *record_filtered(const struct record *record);

/*
 * The rule by which the system call NAME fails in the step, whatever the step's
 * result; NULL: no earlier step made one.
 */
const struct filtered *record_filter_of(
	const struct record *record, const char *name);

#endif
