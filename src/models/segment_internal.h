/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two halves of the segment model share. */
#ifndef MEMTOOL_MODELS_SEGMENT_INSIDE_H
#define MEMTOOL_MODELS_SEGMENT_INSIDE_H

#include "models/segment.h"

/* A check on its way through the model. */
struct segment_work {
	const struct segment_query *query;
	struct segment_result *result;
	struct selector selector;
	struct descriptor descriptor;
};

/*
 * Note a check.  Where it did not pass, the exception NAME with error code
 * CODE is the result, and nothing further is checked.  Returns whether it
 * passed.
 */
bool segment_note(struct segment_work *w, bool passed, const char *check,
	const char *rule, const char *section, const char *name, uint32_t code);

/* Load the register.  False: an exception. */
bool segment_load(struct segment_work *w);

/* Reach the bytes through the loaded register.  False: an exception. */
bool segment_reach(struct segment_work *w);

#endif
