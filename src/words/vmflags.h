/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mapping's flags as smaps writes them: "rd wr mr mw me ac". */
#ifndef MEMTOOL_WORDS_VMFLAGS_H
#define MEMTOOL_WORDS_VMFLAGS_H

#include <stdbool.h>
#include <stddef.h>

/* A position in such a list; the list must outlive it. */
struct vmflags {
	const char *at;
	size_t length;
};

/* Read the next two letters; false at the end. */
bool vmflags_next(struct vmflags *list, char letters[3]);

bool vmflags_have(struct vmflags list, const char *letters);

/* How often LETTERS occur: each flag without letters is "??". */
unsigned vmflags_count(struct vmflags list, const char *letters);

/* "locked" for "lo"; NULL for unknown letters. */
const char *vmflag_name(const char *letters);

#endif
