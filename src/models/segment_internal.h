/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the two halves of the segment model. */
#ifndef MEMTOOL_MODELS_SEGMENT_INTERNAL_H
#define MEMTOOL_MODELS_SEGMENT_INTERNAL_H

#include "models/segment.h"

/* The state of the checks. */
struct segment_work {
	const struct segment_query *query;
	struct segment_result *result;
	struct selector selector;
	struct descriptor descriptor;
};

/*
 * Note a check.  If it failed, the result is exception NAME with error code
 * CODE, and checking stops.  Returns whether it passed.
 */
bool segment_note(struct segment_work *work, bool passed, const char *check,
	const char *rule, const char *section, const char *name, uint32_t code);

/* Load the register.  False: an exception. */
bool segment_load(struct segment_work *work);

/* Access the bytes through the loaded register.  False: an exception. */
bool segment_reach(struct segment_work *work);

#endif
