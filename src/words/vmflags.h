/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mapping's flags as smaps writes them: "rd wr mr mw me ac". */
#ifndef MEMTOOL_WORDS_VMFLAGS_H
#define MEMTOOL_WORDS_VMFLAGS_H

#include <stdbool.h>
#include <stddef.h>

/* A place in such a list, which must outlive what is read. */
struct vmflags {
	const char *at;
	size_t length;
};

/* Read the next two letters; false at the end. */
bool vmflags_next(struct vmflags *list, char letters[3]);

bool vmflags_have(struct vmflags list, const char *letters);

/* How often they are there: "??" stands for each flag without letters. */
unsigned vmflags_count(struct vmflags list, const char *letters);

/* "locked" for "lo"; NULL for letters that are not known. */
const char *vmflag_name(const char *letters);

#endif
