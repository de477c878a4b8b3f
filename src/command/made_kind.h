/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a step can make and later steps act on: one row for each kind. */
#ifndef MEMTOOL_COMMAND_MADE_KIND_H
#define MEMTOOL_COMMAND_MADE_KIND_H

#include <stdbool.h>
#include <stdint.h>

enum made_kind {
	MADE_NOTHING,
	MADE_MEMORY,
	MADE_FILE,
	MADE_PROCESS,
	MADE_THREAD,
	MADE_KINDS
};

/* How many processes, or threads, a step may make; and threads a chain. */
enum { FORKS_MOST = 64, THREADS_MOST = 256 };

struct made_type {
	const char *noun;     /* "made no file" */
	const char *one;      /* "'f' is a file" */
	const char *unnamed;  /* the name of an unnamed one in a dry run */
	const char *remedy;   /* what to do if it is the wrong kind */
	const char *choosing; /* the help of --on; NULL: not chosen by it */
	/* Later steps also act on one made by an implicit step. */
	bool shared;
	bool performs;   /* --in: it performs steps */
	bool has_memory; /* its name is an address */
	bool has_blocks; /* a repeated call names each: "a.1" */
	uint64_t most;   /* a step can make that many; 0: TIMES_MAX */
};

/* Not for MADE_NOTHING. */
const struct made_type *made_type(enum made_kind kind);

#endif
