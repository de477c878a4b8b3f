/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls that a step's call was seen to make. */
#ifndef MEMTOOL_RECORD_SYSTEM_CALLS_H
#define MEMTOOL_RECORD_SYSTEM_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/reason.h"

struct system_call {
	uint64_t number;
	bool foreign; /* by another machine's numbers: 32-bit code may */
	uint64_t args[6];
	char *path;    /* that it was given; owned; NULL: none was read */
	bool returned; /* false: the subject ended in it */
	int error;     /* errno; 0: it succeeded */
	int64_t result;
};

/* How often one of them was made. */
struct system_call_count {
	uint64_t number;
	bool foreign;
	bool others; /* of all that found no row of their own */
	uint64_t count, errors;
};

enum { SYSTEM_CALLS_KEPT = 65536, SYSTEM_CALL_COUNTS = 512 };

struct system_calls {
	struct reason reason; /* why they could not be seen; "": they were */
	uint64_t count;
	struct system_call *list; /* the first ones */
	size_t kept, room;
	/* The most frequent one first, once sorted. */
	struct system_call_count counts[SYSTEM_CALL_COUNTS];
	size_t kinds;
	struct system_call *open;       /* not returned yet; NULL: none */
	struct system_call_count *kind; /* its row */
	struct system_call unkept;      /* where .open is none of the list */
};

/* One begins; and it returns.  What finds no room is counted all the same. */
void system_calls_enter(
	struct system_calls *calls, const struct system_call *call);
void system_calls_return(struct system_calls *calls, int64_t result, int error);

/* The one that has not returned, if it is among those that are kept. */
struct system_call *system_calls_open(struct system_calls *calls);

/* Bring the counts in their order. */
void system_calls_sort(struct system_calls *calls);

void system_calls_free(struct system_calls *calls);

#endif
