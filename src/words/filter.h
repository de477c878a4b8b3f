/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A filter of system calls: "madvise=ENOSYS,mseal,mlock=kill".  Without a
 * value the call fails with EPERM; kill and trap raise SIGSYS.
 */
#ifndef MEMTOOL_WORDS_FILTER_H
#define MEMTOOL_WORDS_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"

enum { FILTER_KILL = -1, FILTER_TRAP = -2 };
enum { FILTER_RULES_MAX = 64 };

/* As an argument the rules are the call's text: they have no padding. */
struct filter_rule {
	uint32_t number; /* of the system call */
	int32_t action;  /* an errno, or FILTER_KILL... */
};
struct filter {
	uint32_t count;
	struct filter_rule rules[FILTER_RULES_MAX];
};

bool filter_parse(
	const char *text, struct filter *filter, struct complaint *why);
/* As filter_parse() reads it, with all values. */
void filter_format(const struct filter *filter, char *text, size_t size);

/* "ENOSYS", "kill", "trap" */
const char *filter_action(int32_t action);

/* The system calls without which the subject could not report a step. */
bool filter_is_needed(const char *name);

/*
 * The call by which it would end each process of a later fork, as memtool calls
 * it there itself; NULL: none.
 */
const char *filter_ends_fork(const struct filter *filter);

#endif
