/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the counters of /proc/PID/status follow each page at once. */
#ifndef MEMTOOL_PROC_RSS_COUNTERS_H
#define MEMTOOL_PROC_RSS_COUNTERS_H

#include <stdbool.h>

/*
 * RssAnon, RssFile and RssShmem may lag behind the page tables: before Linux
 * 6.2 each thread caches up to 64 page faults (SPLIT_RSS_COUNTING), and until
 * about 6.16 status did not sum up the per-CPU counters.  Distributions
 * backport such changes, so this is tried: two pages are written, one after the
 * other.  False: the counters lag, or could not be tried.
 */
bool read_counters_follow(void);

#endif
