/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options of prctl(2) that memtool needs as they are: with another value the
 * subject could not report a step, or would outlive memtool.
 */
#ifndef MEMTOOL_WORDS_NEEDED_OPTIONS_H
#define MEMTOOL_WORDS_NEEDED_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct needed_option {
	const char *name; /* without PR_SET_ */
	uint32_t number;
	const char *why; /* memtool needs it to ... */
};

/* The needed option with this number; NULL: it is not one. */
const struct needed_option *needed_option(uint64_t number);

/* The number of a needed option by its name, with or without PR_SET_. */
bool needed_option_number(const char *name, uint64_t *number);

#endif
