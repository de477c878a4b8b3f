/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An inspection: a command that makes no call.  It reads the state of the
 * subject, or of what its parameters name, and shows it.  A lone inspection is
 * the whole document; in a chain it is a step, and what it shows is the step's
 * "data".
 *
 * To add an inspection:
 *
 * 1. Write inspections/NAME.c with a struct of what it shows, a look() that
 *    fills it, and a tell() that prints it.
 * 2. look() reads, forks and fails; tell() does none of that.  The report
 *    calls look() before it opens the object that tell() fills, so that a
 *    child never has a copy of a half-written object.
 * 3. Where only a part could be seen, look() fills that part and says why the
 *    rest is missing; tell() prints the part, with null for the rest.
 *    It is as a call that failed: the exit status is 1, and alone the document's
 *    error is of the kind "inspection".  inspections/unseen.h lists what was
 *    missing where the rest is whole; zones.c is an example.
 * 4. Name what is shown in constant arrays of fields (render/field.h), once
 *    for text and JSON.
 *
 * Only "maps" reads while it prints, in stream(): a process may have 64,000
 * mappings, and memtool's memory must not grow with them.  Its look() opens
 * them, which fails where there is nothing to see.
 */
#ifndef MEMTOOL_COMMANDS_INSPECTION_H
#define MEMTOOL_COMMANDS_INSPECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "render/render.h"
#include "words/reason.h"

struct call;
struct complaint;
struct step;

/* What an inspection looks at. */
struct look {
	const struct call *call; /* its parameters, evaluated */
	pid_t subject;           /* asleep meanwhile; 0 where it is .alone */
	bool step;               /* part of a chain */
	const void *read;        /* by .verify() */
	bool dry;                /* nothing may be performed for it */
	/*
	 * Where the look() of an .alone inspection says that its input is
	 * invalid.  It is reported as bad usage, and nothing is printed.
	 */
	struct complaint *refusal;
};

/* The process that it is of: by --pid another's, else the subject. */
pid_t look_process(const struct look *look);

/* Where its lines of text begin: in a chain below the call. */
unsigned look_indent(const struct look *look);

struct inspection {
	bool alone;  /* it needs no subject, and cannot be a step of a chain */
	size_t size; /* of the struct that it fills; it begins zeroed */
	/* Fill it.  False: not all could be seen, and *REASON says why. */
	bool (*look)(
		const struct look *look, void *seen, struct reason *reason);
	/* Print it, as members of an object that is open. */
	void (*tell)(
		struct render *r, const struct look *look, const void *seen);
	/* In place of tell(), for "maps" alone: go on reading, and print. */
	bool (*stream)(struct render *r, const struct look *look, void *seen,
		struct reason *reason);
	void (*free)(void *seen); /* what the struct owns; NULL: nothing */
};

#endif
