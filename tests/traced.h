/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of tests/traced share. */
#ifndef MEMTOOL_TESTS_TRACED_H
#define MEMTOOL_TESTS_TRACED_H

#include <stddef.h>

extern size_t page;

/* Private memory that may be written. */
void *map(size_t length);

/* Say what failed; 1. */
int fail(const char *what);

/* A pair of calls that nothing else makes; 0, or 1. */
int one_round(void);

/* A mode, and what it exits with; .name NULL: after the last. */
struct mode {
	const char *name;
	int (*run)(void);
};
extern const struct mode modes_of_filters[], modes_of_stacks[];

#endif
