/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --runs: this process stays as it was started, and forks another one for each
 * run, which does all that memtool does.  So each run's subject is as pristine
 * as that of a single run, and costs a fork, not an exec.
 *
 * The first counted run prints the report.  When it needs the others, it asks
 * for them, and they send it their samples.
 */
#ifndef MEMTOOL_OBSERVER_RUNS_H
#define MEMTOOL_OBSERVER_RUNS_H

#include "record/runs.h"

enum run_role {
	RUN_ONLY,  /* without --runs */
	RUN_FIRST, /* it reports */
	RUN_OTHER, /* it is silent, and sends samples */
};

/*
 * Call this before anything has allocated memory, RUNS being above 0.  It
 * returns in each run; the process that was started exits in it as the first
 * run did.
 */
enum run_role runs_begin(size_t runs, size_t warmup);

/* In another run: send what is known of a step. */
void runs_send(const struct run_sample *sample);

/* In the first: have the others performed.  False: interrupted, or failed. */
bool runs_collect(struct runs *runs);

#endif
