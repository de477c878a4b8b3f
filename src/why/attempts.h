/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls without effect, made to learn what this kernel knows.  Each is made in
 * a child of its own: a filter of system calls may kill whoever makes it.
 */
#ifndef MEMTOOL_WHY_ATTEMPTS_H
#define MEMTOOL_WHY_ATTEMPTS_H

#include <stdint.h>

enum attempt {
	ATTEMPT_KNOWN,
	ATTEMPT_UNKNOWN,
	ATTEMPT_NONE, /* it cannot be tried without an effect */
};

/* Whether it knows VALUE, one named value of a parameter of COMMAND. */
enum attempt attempt(const char *command, uint64_t value);

/* The errno that a system call comes to; 0: none, -1: it was deadly. */
int attempt_errno(long number, const long args[5]);

#endif
