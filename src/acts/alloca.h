/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by alloca's files. */
#ifndef MEMTOOL_ACTS_ALLOCA_H
#define MEMTOOL_ACTS_ALLOCA_H

#include "command/command.h"

/* Indices of the arguments. */
enum { ALLOCA_SIZE, ALLOCA_COUNT };

/* In the subject, after the call: note the current limit. */
void alloca_note_limit(struct returned *returned);

/* Its .print. */
void alloca_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

#endif
