/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What alloca's files share. */
#ifndef MEMTOOL_COMMANDS_ALLOCA_H
#define MEMTOOL_COMMANDS_ALLOCA_H

#include "command/command.h"

/* The places of its arguments. */
enum { ALLOCA_SIZE, ALLOCA_COUNT };

/* In the subject, when it is done: note the limit that holds. */
void alloca_note_limit(struct returned *r);

/* Its .tell. */
void alloca_tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes);

#endif
