/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long the subject slept: the time in which it neither ran nor waited for a
 * CPU.  Uses only system calls: see act.h.
 */
#ifndef MEMTOOL_ACTS_ASLEEP_H
#define MEMTOOL_ACTS_ASLEEP_H

#include <stdint.h>

/* A moment in time. */
struct sleep {
	int64_t wall, ran, waited; /* ns; -1: not known */
	long switches; /* voluntary context switches: to sleep; -1: unknown */
};

/* A descriptor, or -1: the time waited for a CPU is unknown. */
int sleep_open(void);
void sleep_close(int schedstat);
struct sleep sleep_read(int schedstat);

/* ns, or SLEEP_UNKNOWN */
#define SLEEP_UNKNOWN UINT64_MAX
uint64_t sleep_between(const struct sleep *from, const struct sleep *to);

#endif
