/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kind of call: what its command has besides a name and parameters.  It
 * defines how the subject makes the call, what the call does to memory, and how
 * its result is shown.  Everything is constant, and also read by the subject.
 */
#ifndef MEMTOOL_COMMAND_CALL_KIND_H
#define MEMTOOL_COMMAND_CALL_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "command/act.h"
#include "command/call.h"
#include "command/made_kind.h"
#include "render/render.h"

struct command;
struct plan;
struct step;

/* How a result is shown. */
enum result_kind {
	RESULT_NUMBER,  /* 0, or a descriptor */
	RESULT_NOTHING, /* a function without a result */
	RESULT_ADDRESS,
	RESULT_COUNT, /* in .unit() */
};

/* The failed result that is shown before the errno. */
enum failed_result {
	FAILED_MINUS_ONE,
	FAILED_NULL,
	FAILED_ERROR_NUMBER, /* the error itself; errno is not set */
};

/* How the call can corrupt an allocator's records in its memory. */
enum harm {
	HARMS_NOTHING,
	HARMS_BY_WRITING, /* outside of a live block */
	HARMS_BY_MAPPING, /* by changing pages, at any address */
};

/* Properties of a call, as bits. */
enum call_trait {
	CALL_MOVES_BREAK =
		1, /* an address without a base is relative to the break */
	CALL_REACHES = 2,      /* a fault in its range is its result */
	CALL_BRINGS_IN = 4,    /* it may fault in pages of its range */
	CALL_USES_SCRATCH = 8, /* act() fills act_scratch */
	CALL_USES_HEAP = 16,   /* it calls the allocator; see heap.h */
	CALL_CLEARS = 32,      /* the returned block must be zeroed */
	CALL_ON_STACK = 64,    /* it runs on the subject's real stack */
	CALL_LOOKED_AT = 128,  /* the subject must stay alive to be inspected */
	CALL_CHANGES_FLAGS =
		256,        /* VmFlags may change although maps does not */
	CALL_LAGS = 512,    /* its counters change in batches */
	CALL_COUNTS = 1024, /* it keeps .done of .total up to date */
	CALL_BY_INSTRUCTIONS = 2048, /* it makes no system call */
	CALL_SIZES_FILE = 4096,      /* it may change the size of its file */
	/*
	 * It changes descriptors, the allocator's parameters, or what later
	 * calls may do.
	 */
	CALL_ACTS_ELSEWHERE = 8192,
	CALL_ENDS = 16384,        /* the process that makes it ends */
	CALL_BY_OBSERVER = 32768, /* memtool does it for the process */
};

struct call_kind {
	unsigned traits; /* of enum call_trait */
	/* Make the call, in the subject: see act.h. */
	void (*act)(const struct call *call, struct returned *returned);
	/*
	 * For act_number(): the system call, with the parameters as arguments.
	 */
	long number;
	/*
	 * The system calls that it makes, as filters know them, if that is not
	 * one with the name of the call: "memfd_create ftruncate".
	 */
	const char *kernel_calls;
	/*
	 * Of several, the one whose result is the call's; NULL: that is not
	 * known.
	 */
	const char *(*last_kernel_call)(
		const struct call *call, const struct returned *returned);
	/*
	 * Collect further findings, also in the subject, after the call or all
	 * of its repetitions returned.
	 */
	void (*settle)(const struct call *call, struct returned *returned);
	/* Whether parameter N is part of this call; NULL: yes. */
	bool (*takes)(const struct call *call, size_t n);

	/*
	 * Whether a failed call did a part of its work that no figure shows;
	 * NULL: never.
	 */
	bool (*acted_in_part)(
		const struct call *call, const struct returned *returned);

	enum made_kind makes;
	/* Whether its arguments can make memory; NULL: yes. */
	bool (*grows)(const struct step *step);
	/*
	 * The memory that was made; false: none (a break that did not grow).
	 * NULL: the call's length in bytes, at the returned value.
	 */
	bool (*made)(const struct call *call, const struct returned *returned,
		uint64_t *start, uint64_t *size);
	enum harm harms; /* an allocator's records */
	/*
	 * The call that it is like: the causes of that call's failures also
	 * apply to this call.
	 */
	const struct command *like;

	enum result_kind result;
	enum failed_result failed;
	/* The unit of a RESULT_COUNT: "page". */
	const char *(*unit)(const struct call *call);
	/* Its name, if that is not always the command's. */
	const char *(*spell)(const struct call *call);
	/*
	 * The call as printed by strace, if that is not just the parameters in
	 * order: "writev(fd, [{$0, $1}], 1)", with $N for the Nth.
	 */
	const char *(*shape)(const struct call *call);
	/* Print the facts of "data", after a call that returned or faulted. */
	void (*print)(struct render *r, const struct call *call,
		const struct returned *returned, const unsigned char *bytes);
};

#endif
