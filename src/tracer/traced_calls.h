/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls that a program is stopped at, and the commands they are. */
#ifndef MEMTOOL_TRACER_TRACED_CALLS_H
#define MEMTOOL_TRACER_TRACED_CALLS_H

#include <stddef.h>
#include <stdint.h>

#include "command/command.h"
#include "words/traced.h"

struct traced_call {
	long number;
	enum traced bit;
	const struct command *command;
	unsigned args; /* how many of its parameters the system call has */
	unsigned offset_unit; /* in which mmap2 counts its offset; 0: bytes */
};

/* The row by index, NULL after the last; the row of a number, or NULL. */
const struct traced_call *traced_call_at(size_t index);
const struct traced_call *traced_call_of(uint64_t number);

/*
 * Make *CALL the call with these arguments, as if it had been typed.  It has no
 * .text, which is large and stays as it is.
 */
void traced_call_make(const struct traced_call *traced, const uint64_t args[6],
	struct call *call);

#endif
