/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls without effect, made to learn what this kernel knows.  Each is made in
 * a child of its own: a filter of system calls may kill whoever makes it.
 */
#ifndef MEMTOOL_COMMANDS_ATTEMPTS_H
#define MEMTOOL_COMMANDS_ATTEMPTS_H

#include <stdint.h>

#include "command/command.h"

enum attempt {
	ATTEMPT_KNOWN,
	ATTEMPT_UNKNOWN,
	ATTEMPT_NONE, /* it cannot be tried without an effect */
};

/* Whether it knows VALUE, one named value of a parameter of COMMAND. */
enum attempt attempt(const char *command, uint64_t value);

/*
 * The first named value in the flags of CALL that this kernel does not know,
 * and the parameter that has it; NULL: it knows all of them, or that cannot be
 * told.  Old flags are not tried; an advice is, for it may be left out.
 */
const struct name *attempt_unknown(
	const struct call *call, const struct param **of);

/* The errno that a system call comes to; 0: none, -1: it was deadly. */
int attempt_errno(long number, const long args[5]);

#endif
