/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of a step: its call, its outcome, the memory before and after. */
#ifndef MEMTOOL_RECORD_RECORD_H
#define MEMTOOL_RECORD_RECORD_H

#include "command/plan.h"
#include "record/ledger.h"
#include "record/pages.h"
#include "record/recording.h"
#include "record/system_calls.h"

struct backings;  /* proc/backing.h */
struct performer; /* record/performer.h */

/* The subject's address space at one moment, as the kernel reported it. */
struct snapshot {
	struct part {
		char *text;
		size_t length;
		size_t room; /* size of .text */
	} part[SNAPSHOT_PARTS];
	uint32_t parts;         /* PART_BIT of the parts taken */
	uint64_t program_break; /* or BREAK_UNKNOWN */
	uint64_t until;         /* it lacks mappings from there on; 0: none */
	bool lags;              /* lazily freed memory may be counted later */
	/*
	 * If the counters in status lag, the rollup is smaps, and this has the
	 * mappings that are shared memory.  NULL: the counters are exact.
	 */
	const struct backings *backings;
};

/*
 * The parts needed in the snapshots before and after step INDEX, as PART_BITs;
 * 0 if there is no such step.
 */
uint32_t snapshot_parts(const struct plan *plan, size_t index);

/* Whether BEFORE and AFTER both have this part. */
bool snapshots_have(const struct snapshot *before, const struct snapshot *after,
	enum snapshot_part part);

/* What an address was to the allocator before the step used it. */
struct heap_use {
	enum {
		HEAP_USE_NONE, /* not known to the ledger */
		HEAP_USE_LIVE,
		HEAP_USE_FREED,
		HEAP_USE_BEYOND, /* .block is live, and the access leaves it */
	} kind;
	struct span block;
	uint64_t address; /* of several, the first that is not a live block */
	bool stale;       /* .block is newer than the name's */
};

/* Changes to the allocator's memory that bypassed it. */
enum heap_harm_kind {
	HEAP_HARM_WRITE, /* outside of a block, or into a freed one */
	HEAP_HARM_FREE,  /* of an address that is not a block */
	HEAP_HARM_BREAK, /* the program break was moved below it */
	HEAP_HARM_CALL,  /* munmap, mprotect, madvise... */
	HEAP_HARMS,
};
struct heap_harm {
	int step; /* the last such step; 0: none */
	const struct command *command;
	uint64_t start, end;
};

/* Another process, which may see a step's effect on memory that it shares. */
struct other {
	const struct performer *performer;
	const struct snapshot *before; /* NULL: the step forked it */
	const struct snapshot *after;
};

/* A stack of fixed size that its pointer has left, downwards. */
struct outgrown {
	enum {
		OUTGROWN_NONE,
		OUTGROWN_SIGNALS, /* of signal handlers: sigaltstack(2) */
		OUTGROWN_OTHER,   /* .stack is the mapping */
	} kind;
	struct span stack;
	bool no_room; /* it has none for what the kernel puts there first */
};

struct record {
	/* The step as typed; NULL: none was typed. */
	const struct step *step;
	/*
	 * The step whose region it acts on; the command an implicit one serves.
	 */
	const struct step *on;
	const struct command *serves;
	int number; /* the step's printed number */
	/* It sleeps until the next step, unless it died. */
	const struct performer *performer;
	/* The same, or its thread that makes the call. */
	const struct performer *acting;
	struct call call; /* evaluated; only the command, if skipped */
	bool evaluated;
	struct outcome outcome;
	struct returned returned; /* if .has_returned */
	bool has_returned;        /* it returned, or its fault was caught */
	uint64_t fault_address;
	bool has_fault_address;
	uint64_t fault_instruction; /* that raised the signal; 0: unknown */
	struct outgrown outgrown;   /* of a traced fault */
	bool unsupported;           /* this kernel does not know the call */
	struct reason reason;       /* why it was skipped, or "" */
	unsigned char *bytes;       /* what peek read */
	size_t byte_count;
	struct made_block
		*blocks; /* owned by the observer: blocks of repeated calls */
	size_t block_count, block_room;
	/* The memory that it acts on, .on's; .on_size 0: none, or unknown. */
	uint64_t on_start, on_size;
	/*
	 * The stack of a thread, with its guard, from which alloca took that
	 * memory, or in which it faulted; .end 0: none.
	 */
	struct span thread_stack;
	bool has_region; /* it made memory; of several regions, the last */
	uint64_t region_start, region_size;
	const struct snapshot *before, *after; /* NULL: not available */
	/*
	 * Why there is no snapshot after a performed step, or why an inspection
	 * would see another process than the subject; NULL: neither.
	 */
	const char *missing;
	/* The control group's count of OOM kills before the step. */
	uint64_t group_kills;
	bool has_group_kills;
	uint64_t failed_address; /* of calls on several blocks, the last call's
				  */
	struct heap_use heap_use;
	struct heap_harm heap_harm[HEAP_HARMS]; /* by earlier steps */
	bool heap_tuned;     /* an earlier step set malloc parameters */
	bool future_locked;  /* mlockall future is in effect: an earlier step */
	char *output;        /* owned: what the subject wrote; NULL: nothing */
	struct pages *pages; /* owned; NULL: not read */
	struct system_calls *system_calls; /* owned; NULL: not requested */
	struct other *others;              /* owned; NULL: there are none */
	size_t other_count;
	/* A program made the call, and memtool looked on. */
	bool traced;
	uint64_t vector; /* of a traced mincore(2): where the answer goes */
	unsigned tracer_filters; /* how many of its filters are memtool's */
	/*
	 * A process that died of a signal in the step, though the call did not:
	 * see .reason.  NULL: none.
	 */
	const struct performer *casualty;
	/* Set by the report: an --assert does not hold. */
	bool asserts_unmet;
	/*
	 * The same: an --assume does not hold, so the rest is skipped; what was
	 * assumed, and what is the case.  Owned; NULL: all hold.
	 */
	char *assumption;
};

/* The subject's state at the end. */
struct ending {
	int pid;   /* 0: it was never forked, or made no call */
	bool died; /* on its own, in the step of this number */
	int wait_status;
	int died_in;
	char *output;    /* what it wrote; NULL: nothing */
	int interrupted; /* the signal that stopped memtool; 0: none */
	bool held;       /* it is kept after the report, by --hold */
	bool by_exit;    /* it died in a step that was to end it */
	/* All processes: the first, and those that steps forked. */
	const struct performer *first;
	struct performer *const *children;
	size_t child_count;
};

/* The record of a step of PLAN that has not been performed yet. */
struct record record_of_step(const struct plan *plan, size_t index);

/* Whether it makes its call several times. */
bool record_repeats(const struct record *record);

/* Free what the record owns. */
void record_free(struct record *record);

/* Whether its outcome is one of the expected ones, if any were given. */
bool record_met(const struct record *record);
/* The same, and all that was asserted of it holds. */
bool record_as_expected(const struct record *record);

#endif
