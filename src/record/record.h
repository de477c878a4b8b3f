/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of a step: what it asked for, what came of it, before and after.
 */
#ifndef MEMTOOL_RECORD_RECORD_H
#define MEMTOOL_RECORD_RECORD_H

#include "command/plan.h"
#include "record/ledger.h"
#include "record/pages.h"
#include "record/recording.h"
#include "record/system_calls.h"

struct backings;  /* proc/backing.h */
struct performer; /* record/performer.h */

/* The subject's address space at one moment, as the kernel told it. */
struct snapshot {
	struct part {
		char *text;
		size_t length;
		size_t room; /* that .text has */
	} part[SNAPSHOT_PARTS];
	uint32_t parts;         /* PART_BIT of those that were taken */
	uint64_t program_break; /* or BREAK_UNKNOWN */
	bool lags;              /* lazily freed memory may be counted later */
	/*
	 * The counters of status lag: the rollup is smaps, and this tells which
	 * mappings are shared memory.  NULL: the counters are exact.
	 */
	const struct backings *backings;
};

/*
 * What must be in the snapshot before step INDEX, as PART_BITs, and in that
 * behind it; 0 for a step that is not there.
 */
uint32_t snapshot_parts(const struct plan *plan, size_t index);

/* Whether BEFORE and AFTER both have this part. */
bool snapshots_have(const struct snapshot *before, const struct snapshot *after,
	enum snapshot_part part);

/* What an address was to the allocator, before the step that used it. */
struct heap_use {
	enum {
		HEAP_USE_NONE, /* nothing that is known of */
		HEAP_USE_LIVE,
		HEAP_USE_FREED,
		HEAP_USE_BEYOND, /* .block is live, and it goes out of it */
	} kind;
	struct span block;
	uint64_t address; /* of several the first that is no live block */
	bool stale;       /* .block is a later one than the name's */
};

/* What was done to memory of the allocator other than by its calls. */
enum heap_harm_kind {
	HEAP_HARM_WRITE, /* out of a block, or into one that was freed */
	HEAP_HARM_FREE,  /* of what is no block */
	HEAP_HARM_BREAK, /* the program break was moved below it */
	HEAP_HARM_CALL,  /* munmap, mprotect, madvise... */
	HEAP_HARMS,
};
struct heap_harm {
	int step; /* the last that did so; 0: none */
	const struct command *command;
	uint64_t start, end;
};

struct record {
	/* How it was typed; NULL: it was not, but seen. */
	const struct step *step;
	/* That made what it acts on; the command an implicit one is made for.
	 */
	const struct step *on;
	const struct command *serves;
	int number; /* of the step, as it is printed */
	/* Asleep until the next step, unless it died. */
	const struct performer *performer;
	struct call call; /* evaluated; only the command, if it was skipped */
	bool evaluated;
	struct outcome outcome;
	struct returned returned; /* where .has_returned */
	bool has_returned;        /* it came back, or its fault was caught */
	uint64_t fault_address;
	bool has_fault_address;
	uint64_t fault_instruction; /* that raised the signal; 0: not known */
	bool unsupported;           /* this kernel does not know the call */
	struct reason reason;       /* why it was skipped; "" otherwise */
	unsigned char *bytes;       /* what peek read */
	size_t byte_count;
	struct made_block
		*blocks; /* the observer's: what repeated calls made */
	size_t block_count, block_room;
	bool has_region; /* it made memory; of several, this is the last */
	uint64_t region_start, region_size;
	const struct snapshot *before, *after; /* NULL: nobody could look */
	/*
	 * Why nobody could look after a step that was performed, or why an
	 * inspection would see another than the subject; NULL: all is well.
	 */
	const char *unseen;
	/* How many of the control group had been killed for memory, before. */
	uint64_t group_kills;
	bool has_group_kills;
	uint64_t failed_address; /* of calls on several blocks the last one's */
	struct heap_use heap_use;
	struct heap_harm heap_harm[HEAP_HARMS]; /* by the steps before it */
	bool heap_tuned; /* a step before it set parameters of malloc's */
	char *said; /* owned: what the subject wrote in it; NULL: nothing */
	struct pages *pages;               /* owned; NULL: not looked at */
	struct system_calls *system_calls; /* owned; NULL: nobody asked */
};

/* What is known of the subject at the end. */
struct ending {
	int pid;   /* 0: it was never born, or made no call */
	bool died; /* by itself, in the step of this number */
	int wait_status;
	int died_in;
	char *output;    /* what it wrote; NULL: nothing */
	int interrupted; /* the signal that stopped memtool; 0: none */
	bool held;       /* it is kept when all is told, as --hold asks */
};

/* The record of a step of PLAN that has not been performed yet. */
struct record record_of_step(const struct plan *plan, size_t index);

/* Whether it is to make its call several times. */
bool record_repeats(const struct record *record);

/* Free what the record owns. */
void record_free(struct record *record);

/* Whether its outcome is among those that were wanted of it, if any were. */
bool record_met(const struct record *record);

#endif
