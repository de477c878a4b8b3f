/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a step can make and later steps act on: a row for each kind of thing. */
#ifndef MEMTOOL_COMMANDS_MADE_KIND_H
#define MEMTOOL_COMMANDS_MADE_KIND_H

#include <stdbool.h>

enum made_kind { MADE_NOTHING, MADE_MEMORY, MADE_FILE, MADE_KINDS };

struct made_type {
	const char *noun;     /* "made no file" */
	const char *one;      /* "'f' is a file" */
	const char *unnamed;  /* what a dry run calls one without a name */
	const char *remedy;   /* how to get on where it is the wrong kind */
	const char *choosing; /* what --on does, where it chooses one */
	/* That of an implicit step is what later steps act on, too. */
	bool shared;
	bool has_blocks; /* of a repeated call each has a name: "a.1" */
};

/* Not of MADE_NOTHING. */
const struct made_type *made_type(enum made_kind kind);

#endif
