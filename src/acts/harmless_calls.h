/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls with arguments that every kernel refuses, or for which it does
 * nothing.  Another answer is a filter's, or that of a kernel without the call.
 */
#ifndef MEMTOOL_ACTS_HARMLESS_CALLS_H
#define MEMTOOL_ACTS_HARMLESS_CALLS_H

struct harmless_call {
	long number, args[5]; /* for attempt_errno() */
	int answer;           /* the kernel's errno; 0: it succeeds */
};

/* The call of this name, as words/syscalls.h has it; NULL: none is known. */
const struct harmless_call *harmless_call(const char *name);

#endif
