/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace, and what each strategy makes of it. */
#ifndef MEMTOOL_INSPECTIONS_FIT_H
#define MEMTOOL_INSPECTIONS_FIT_H

#include "command/command.h"
#include "models/replay.h"
#include "models/trace_text.h"
#include "words/sizes.h"

enum { STRATEGIES = 5 };

struct fit {
	struct trace trace;
	const char *path; /* it was read from; NULL: it was made */
	enum trace_form form;
	uint64_t unknown, failed; /* of mtrace(3): see struct trace_text */
	uint64_t seed;            /* of one that was made */
	struct sizes sizes;
	struct replay_bounds bounds;
	struct {
		const char *name;
		bool reuses;
		struct replay replay;
	} rows[STRATEGIES];
	size_t count;
};

/* Read the trace, or make it.  False: *WHY not, and where it stands. */
bool fit_get_trace(
	struct fit *fit, const struct call *call, struct complaint *why);

/* A share of a heap as it stands in text: "11.1%". */
void fit_share(uint64_t part, uint64_t whole, char *text, size_t size);

/* "strategies", below what the trace is; and a line for each over it. */
void fit_tell_table(struct render *r, const struct fit *fit);
void fit_say_lines(struct render *r, const struct fit *fit);

#endif
