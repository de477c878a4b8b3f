/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An inspection: a command that makes no call.  It reads the state of the
 * subject, or of what its parameters name, and shows it.  A lone inspection is
 * the whole document; in a chain it is a step, and what it shows is the step's
 * "data".
 */
#ifndef MEMTOOL_COMMANDS_INSPECTION_H
#define MEMTOOL_COMMANDS_INSPECTION_H

#include <stdbool.h>
#include <sys/types.h>

#include "render/render.h"

struct call;
struct complaint;
struct step;

/* What an inspection looks at. */
struct look {
	const struct call *call; /* its parameters, evaluated */
	pid_t subject;           /* asleep meanwhile; 0 where it is .alone */
	bool step;               /* part of a chain */
	void *ready;             /* what its ready() has made for its look() */
	const void *read;        /* by .verify() */
	bool dry;                /* nothing may be performed for it */
};

/* Why it could not be seen. */
struct failure {
	int error; /* errno */
	char message[192];
	bool unsupported; /* this kernel or machine has no such thing */
};

/* The process that it is of: by --pid another's, else the subject. */
pid_t look_process(const struct look *look);

/* Where its lines of text begin: in a chain below the call. */
unsigned look_indent(const struct look *look);

/* Fill in FAILURE.  Returns false, always. */
bool fail_to_look(struct failure *failure, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

struct inspection {
	bool alone; /* it needs no subject, and cannot be a step of a chain */
	/*
	 * For an .alone inspection whose input may be invalid: called before
	 * anything is printed.  False: *WHY says what is wrong, and it is
	 * reported as bad usage.  look() frees what it leaves in LOOK->ready.
	 */
	bool (*ready)(struct look *look, struct complaint *why);
	/*
	 * Tell what is seen, as members of an object that is open.  False: it
	 * could not be seen, or not all of it; then *FAILURE says why.
	 */
	bool (*look)(struct render *r, const struct look *look,
		struct failure *failure);
};

#endif
