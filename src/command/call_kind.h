/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kind of call: what its command has beyond a name and parameters.  It says
 * how the subject makes the call, what the call does to memory, and how its
 * result is shown.  All is constant, and the subject reads it as well.
 */
#ifndef MEMTOOL_COMMANDS_CALL_KIND_H
#define MEMTOOL_COMMANDS_CALL_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "command/act.h"
#include "command/call.h"
#include "command/made_kind.h"
#include "render/render.h"

struct command;
struct step;

/* How a result is shown is a property of the call. */
enum result_kind {
	RESULT_NUMBER,  /* 0, or a descriptor */
	RESULT_NOTHING, /* it is a function without one */
	RESULT_ADDRESS,
	RESULT_COUNT, /* of .unit() */
};

/* What it returns when it fails, as text shows it before the errno. */
enum failed_result {
	FAILED_MINUS_ONE,
	FAILED_NULL,
	FAILED_ERROR_NUMBER, /* the error itself; errno is not set */
};

/* What may break an allocator's records, if it is done to its memory. */
enum harm {
	HARMS_NOTHING,
	HARMS_BY_WRITING, /* outside of a block that is live */
	HARMS_BY_MAPPING, /* by what becomes of the pages, wherever that is */
};

/* Properties of a call, as bits. */
enum call_trait {
	CALL_MOVES_BREAK = 1,     /* an address without a base is the break's */
	CALL_REACHES = 2,         /* a fault in its range is its result */
	CALL_BRINGS_IN = 4,       /* it may fault in pages of its range */
	CALL_USES_SCRATCH = 8,    /* act() fills act_scratch */
	CALL_USES_HEAP = 16,      /* it calls the allocator; see heap.h */
	CALL_CLEARS = 32,         /* the block that it gives must be zeroed */
	CALL_ON_STACK = 64,       /* it runs on the subject's real stack */
	CALL_LOOKED_AT = 128,     /* the subject must live on to be looked at */
	CALL_CHANGES_FLAGS = 256, /* VmFlags may change where maps does not */
	CALL_LAGS = 512,          /* its counters change in batches */
	CALL_COUNTS = 1024,       /* it keeps .done of .total up to date */
	CALL_BY_INSTRUCTIONS = 2048, /* it makes no system call */
};

struct call_kind {
	unsigned traits; /* of enum call_trait */
	/* How it is made, in the subject: see act.h. */
	void (*act)(const struct call *call, struct returned *r);
	/* Of act_number(): the system call, which takes its parameters. */
	long number;
	/*
	 * What else to find out, in the subject as well, when the call or all
	 * of its repetitions have returned.
	 */
	void (*settle)(const struct call *call, struct returned *r);
	/* Whether parameter N is part of this call at all; NULL: yes. */
	bool (*takes)(const struct call *call, size_t n);

	enum made_kind makes;
	/* Whether its arguments can make memory at all; NULL: yes. */
	bool (*grows)(const struct step *step);
	/*
	 * The memory that was made; false: none (a break that did not grow).
	 * Where it is NULL: the call's length in bytes, at the value.
	 */
	bool (*made)(const struct call *call, const struct returned *returned,
		uint64_t *start, uint64_t *size);
	enum harm harms; /* to an allocator's records */
	/*
	 * The call that it is a kind of: what can lie behind a failure of that
	 * one can lie behind a failure of this one.
	 */
	const struct command *like;

	enum result_kind result;
	enum failed_result failed;
	/* What a RESULT_COUNT counts: "page". */
	const char *(*unit)(const struct call *call);
	/* Its name, where that is not the command's, or not always. */
	const char *(*spell)(const struct call *call);
	/*
	 * The call as strace prints it, where it is not its parameters in
	 * their order: "writev(fd, [{$0, $1}], 1)", $N for the N-th.
	 */
	const char *(*shape)(const struct call *call);
	/* The facts of "data", after a call that returned or faulted. */
	void (*tell)(struct render *r, const struct call *call,
		const struct returned *returned, const unsigned char *bytes);
};

#endif
