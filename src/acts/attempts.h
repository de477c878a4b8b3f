/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls without effect that test what this kernel supports.  Each is made in
 * its own child, because a seccomp filter may kill the caller.
 */
#ifndef MEMTOOL_ACTS_ATTEMPTS_H
#define MEMTOOL_ACTS_ATTEMPTS_H

#include <stdint.h>

#include "command/command.h"

enum attempt {
	ATTEMPT_KNOWN,
	ATTEMPT_UNKNOWN,
	ATTEMPT_NONE, /* it cannot be tried without effect */
};

/* Whether the kernel knows VALUE, a named value of a parameter of COMMAND. */
enum attempt attempt(const char *command, uint64_t value);

/*
 * The first named value in the flags of CALL that this kernel does not know,
 * and its parameter; NULL: it knows all, or that cannot be tested.  Old flags
 * are not tried; advice is, because a kernel may be built without it.
 */
const struct name *attempt_unknown(
	const struct call *call, const struct param **of);

/* The errno of a system call; 0: none, -1: it killed the caller. */
int attempt_errno(long number, const long args[5]);

#endif
