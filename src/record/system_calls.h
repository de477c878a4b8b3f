/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls that a step's call made, as traced. */
#ifndef MEMTOOL_RECORD_SYSTEM_CALLS_H
#define MEMTOOL_RECORD_SYSTEM_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/reason.h"

struct system_call {
	uint64_t number;
	bool foreign; /* numbered for another ABI, as in 32-bit code */
	uint64_t args[6];
	char *path;    /* path argument; owned; NULL: none was read */
	bool returned; /* false: the subject ended in it */
	int error;     /* errno; 0: it succeeded */
	int64_t result;
};

/* How often one system call was made. */
struct system_call_count {
	uint64_t number;
	bool foreign;
	bool others; /* all that have no row of their own */
	uint64_t count, errors;
};

enum { SYSTEM_CALLS_KEPT = 65536, SYSTEM_CALL_COUNTS = 512 };

struct system_calls {
	struct reason reason; /* why they could not be traced; "": they were */
	uint64_t count;
	struct system_call *list; /* the first ones */
	size_t kept, room;
	/* Sorted by frequency at the end. */
	struct system_call_count counts[SYSTEM_CALL_COUNTS];
	size_t kinds;
	struct system_call *open;       /* not returned yet; NULL: none */
	struct system_call_count *kind; /* its row */
	struct system_call unkept;      /* if .open is not in the list */
};

/*
 * A system call begins; it returns.  Calls that are not kept are still counted.
 */
void system_calls_enter(
	struct system_calls *calls, const struct system_call *call);
void system_calls_return(struct system_calls *calls, int64_t result, int error);

/* The call that has not returned, if it is kept. */
struct system_call *system_calls_open(struct system_calls *calls);

/* Sort the counts. */
void system_calls_sort(struct system_calls *calls);

void system_calls_free(struct system_calls *calls);

#endif
