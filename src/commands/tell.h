/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts that steps and inspections tell alike. */
#ifndef MEMTOOL_COMMANDS_TELL_H
#define MEMTOOL_COMMANDS_TELL_H

#include "render/render.h"
#include "words/vmflags.h"

/* The indent of a step's further lines: none where it stands alone. */
enum { INDENT = 3 };

/* What a line of maps and its VmFlags say, but for the range. */
struct told_mapping {
	const char *perms;
	uint64_t offset;
	const char *device;
	uint64_t inode;
	const char *path;     /* NULL: none */
	struct vmflags flags; /* .at is NULL where they were not read */
};

/* Its facts, as members of an object that is open. */
void tell_mapping(struct render *r, const struct told_mapping *m);

#endif
