/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long the subject slept: of the time that went by, what it neither ran
 * nor waited for a processor.  By system calls alone: see act.h.
 */
#ifndef MEMTOOL_COMMANDS_ASLEEP_H
#define MEMTOOL_COMMANDS_ASLEEP_H

#include <stdint.h>

/* One moment. */
struct sleep {
	int64_t wall, ran, waited; /* ns; -1: not known */
	long switches; /* that it made by itself: to sleep; -1: not known */
};

/* A descriptor, or -1: then nobody knows how long it waited. */
int sleep_open(void);
void sleep_close(int schedstat);
struct sleep sleep_read(int schedstat);

/* ns, or SLEEP_UNKNOWN */
#define SLEEP_UNKNOWN UINT64_MAX
uint64_t sleep_between(const struct sleep *from, const struct sleep *to);

#endif
