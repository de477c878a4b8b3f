/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace, and the result of each strategy. */
#ifndef MEMTOOL_INSPECTIONS_FIT_FIT_H
#define MEMTOOL_INSPECTIONS_FIT_FIT_H

#include "command/command.h"
#include "models/replay.h"
#include "models/trace_text.h"
#include "words/sizes.h"

enum { STRATEGIES = 5 };

struct fit {
	struct trace trace;
	const char *path; /* where it was read from; NULL: random */
	enum trace_form form;
	uint64_t unknown, failed; /* of mtrace(3): see struct trace_text */
	uint64_t seed;            /* of a random one */
	struct sizes sizes;
	struct replay_bounds bounds;
	struct {
		const char *name;
		bool reuses;
		struct replay replay;
	} rows[STRATEGIES];
	size_t count;
};

/* Read or make the trace.  False: *WHY has the reason and the line. */
bool fit_get_trace(
	struct fit *fit, const struct call *call, struct complaint *why);

/* A share of a heap in text: "11.1%". */
void fit_share(uint64_t part, uint64_t whole, char *text, size_t size);

/* "strategies", after the trace; the sparkline of each strategy. */
void fit_print_table(struct render *r, const struct fit *fit);
void fit_say_lines(struct render *r, const struct fit *fit);

#endif
