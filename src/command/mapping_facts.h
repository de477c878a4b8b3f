/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts that steps and inspections print in the same way. */
#ifndef MEMTOOL_COMMAND_MAPPING_FACTS_H
#define MEMTOOL_COMMAND_MAPPING_FACTS_H

#include "render/render.h"
#include "words/vmflags.h"

/* The indent of a step's further lines; a lone step has none. */
enum { INDENT = 3 };

/* A line of maps and its VmFlags, except for the range. */
struct mapping_facts {
	const char *perms;
	uint64_t offset;
	const char *device;
	uint64_t inode;
	const char *path;     /* NULL: none */
	struct vmflags flags; /* .at is NULL: not read */
};

/* Print the facts as members of an open object. */
void print_mapping(struct render *r, const struct mapping_facts *facts);

#endif
