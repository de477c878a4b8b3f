/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a child of memtool finds out about segmentation by trying: what the
 * instructions return that UMIP hides, and how its own segment works.
 */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENT_TRY_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENT_TRY_H

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
	struct fault fault; /* .number is 0 if it returned */
	uint64_t value;     /* a base, a selector, or CR0 */
	uint16_t limit;     /* of sgdt and sidt */
};

/* In a child: try one of them. */
void segment_ask_hidden(enum hidden hidden, struct hidden_answer *answer);

/* In a child; ->[i].done is false for those not reached. */
void segment_try_hidden(struct hidden_answer answers[HIDDEN]);

/* --- The child's own segment ---------------------------------------------- */

/* How a byte was read. */
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
	const char *failed; /* the call that failed; NULL: none */
	int error;
	uint64_t base, size; /* of the mapping */
	uint32_t limit;      /* of the segment */
	uint16_t selector;
	uint64_t descriptor; /* read back by modify_ldt(2); 0: it was not */
	struct segment_view view;
	struct hidden_answer ldtr; /* the register that selects the LDT */
	bool loaded;               /* %gs was loaded; */
	struct fault load;         /* if not, the signal */
	uint64_t gs_base;
	bool knows_gs_base;
	struct segment_view code_32; /* of the called segment */
	struct byte_read readings[READINGS];
	/* The child's. */
	pid_t pid;
	int status;
};

/* In a child.  Returns 0, or an errno if it could not be forked. */
int segment_try(struct segment_trial *trial);

#endif
