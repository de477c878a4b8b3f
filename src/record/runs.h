/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --runs: what is kept of each step in several runs of a chain. */
#ifndef MEMTOOL_RECORD_RUNS_H
#define MEMTOOL_RECORD_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The exit status of a run that lacked what it needs. */
enum { RUN_UNSUPPORTED = 77 };

/* A step in one run. */
struct run_sample {
	uint32_t step;       /* its index in the plan */
	uint32_t has_effect; /* it was observed */
	int64_t duration_ns; /* -1: not measured */
	uint64_t outcome;    /* see outcome_pack() */
	uint64_t effect;     /* equal effects have equal numbers */
};

/* A step in all of them. */
struct run_step {
	struct run_sample first; /* .step is unused */
	bool begun, outcome_differs, effect_differs, effect_missing;
	int64_t *ns; /* sorted by runs_sort() */
	size_t count, room;
};

struct runs {
	size_t count, warmup; /* as asked; 0: none */
	size_t done;          /* how many were performed */
	size_t unexpected;    /* in how many something was not as expected */
	size_t skipped;       /* how many an --assume ended */
	struct run_step *steps;
	size_t step_count;
};

/* Add a sample; false: out of memory. */
bool runs_add(struct runs *runs, const struct run_sample *sample);
/* Let runs_quantile() know all. */
void runs_sort(struct runs *runs);
/* What PERCENT of the runs did not exceed; -1: not measured. */
int64_t runs_quantile(const struct run_step *step, unsigned percent);
void runs_free(struct runs *runs);

#endif
