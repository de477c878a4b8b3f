/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where things lie in a process that was just executed.  memtool executes
 * itself for that, as "memtool __addresses", which answers in binary.
 */
#ifndef MEMTOOL_INSPECTIONS_FRESH_H
#define MEMTOOL_INSPECTIONS_FRESH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fresh_area {
	FRESH_EXE,
	FRESH_HEAP,
	FRESH_MMAP,    /* the first mapping that it asks for */
	FRESH_LIBRARY, /* the C library; where it is linked in, the program */
	FRESH_STACK,
	FRESH_VDSO,
	FRESH_AREAS,
};

struct fresh {
	uint64_t size; /* of this struct: both ends are of one build */
	uint64_t addresses[FRESH_AREAS]; /* 0: there is none */
};

/* Whether this process is to answer, and nothing else. */
bool fresh_is_asked(int argc, char **argv);
/* The answer, on standard output.  Returns the exit status. */
int fresh_answer(char **argv);

/* Ask a fresh process.  Returns 0 or an errno. */
int fresh_ask(struct fresh *fresh);

#endif
