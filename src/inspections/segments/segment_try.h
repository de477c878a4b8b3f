/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a child of memtool finds out about segmentation by doing it: what the
 * instructions answer that UMIP hides, and what a segment of its own does.
 */
#ifndef MEMTOOL_INSPECTIONS_SEGMENT_TRY_H
#define MEMTOOL_INSPECTIONS_SEGMENT_TRY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/child.h"

/* --- LAR and LSL, of this process ----------------------------------------- */

struct segment_view {
	bool visible; /* LAR and LSL answered */
	uint32_t rights, limit;
};

struct segment_view segment_view(uint16_t selector);

/* --- What UMIP hides ------------------------------------------------------ */

enum hidden {
	HIDDEN_SGDT,
	HIDDEN_SIDT,
	HIDDEN_SLDT,
	HIDDEN_STR,
	HIDDEN_SMSW,
	HIDDEN
};

struct hidden_answer {
	bool done;
	struct fault fault; /* .number is 0 where it answered */
	uint64_t value;     /* a base, a selector, or CR0 */
	uint16_t limit;     /* of sgdt and sidt */
};

/* In a child: try one of them. */
void segment_ask_hidden(enum hidden hidden, struct hidden_answer *answer);

/* By a child; ->[i].done is false where it got no further. */
void segment_try_hidden(struct hidden_answer answers[HIDDEN]);

/* --- A segment of its own ------------------------------------------------- */

/* How a byte was reached. */
enum reading {
	READ_FLAT_64,    /* 64-bit code, the address itself */
	READ_SEGMENT_64, /* %gs:0 */
	READ_BEYOND_64,  /* %gs:limit+1 */
	READ_LAST_32,    /* 32-bit code, %gs:limit */
	READ_FLAT_32,    /* %ss, a flat segment: the byte beyond the limit */
	READ_BEYOND_32,  /* %gs:limit+1 */
	READINGS,
};

struct byte_read {
	bool done;
	struct fault fault;
	uint8_t byte, wanted;
};

struct segment_trial {
	const char *failed; /* the call that failed; NULL: none did */
	int error;
	uint64_t base, size; /* of the mapping */
	uint32_t limit;      /* of the segment */
	uint16_t selector;
	uint64_t
		descriptor; /* as modify_ldt(2) reads it back; 0: it does not */
	struct segment_view view;
	struct hidden_answer ldtr; /* the register that selects the LDT */
	bool loaded;               /* %gs took the selector; */
	struct fault load;         /* if not, what it raised */
	uint64_t gs_base;
	bool knows_gs_base;
	struct segment_view code_32; /* of the segment that is called */
	struct byte_read readings[READINGS];
	/* Of the child. */
	pid_t pid;
	int status;
};

/* By a child.  Returns 0, or the errno that there was none. */
int segment_try(struct segment_trial *trial);

#endif
