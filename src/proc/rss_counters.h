/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the counters of /proc/PID/status follow each page at once. */
#ifndef MEMTOOL_PROC_RSS_COUNTERS_H
#define MEMTOOL_PROC_RSS_COUNTERS_H

#include <stdbool.h>

/*
 * RssAnon, RssFile and RssShmem may lag behind the page tables: before Linux
 * 6.2 each thread adds up to 64 page faults before it tells the process
 * (SPLIT_RSS_COUNTING), and until about 6.16 what each processor has counted
 * was not added up for status.  Distributions port such changes back, so this
 * is tried: two pages of shared memory are written, one after the other.
 * False: the counters lag, or there are none, or it could not be tried.
 */
bool read_counters_follow(void);

#endif
