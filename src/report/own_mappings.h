/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changed mappings that the subject had before the chain began. */
#ifndef MEMTOOL_REPORT_OWN_MAPPINGS_H
#define MEMTOOL_REPORT_OWN_MAPPINGS_H

#include "report/internal.h"

/* Those whose flags changed in the same way. */
struct own_mappings {
	uint64_t count; /* 0: too few to be one row */
	uint64_t size;
	const struct mapping_change *example;
	char flags[64]; /* "+lo" */
	struct maps sweep;
	struct mapping mapping; /* if .present, the sweep's */
	bool present;
};

/* FIRST: from before the first step; NULL: unknown, so there are none. */
struct own_mappings own_mappings(
	const struct effect *effect, const struct snapshot *first);

/* Whether CHANGE is one of them.  Ask for one after the other, in order. */
bool own_mappings_has(
	struct own_mappings *own, const struct mapping_change *change);

/* Their row, in text only. */
void own_mappings_print(struct render *r, const struct own_mappings *own);

#endif
