/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses in a freshly executed process. memtool executes itself as "memtool
 * __addresses", which answers in binary.
 */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_EXEC_PROBE_H
#define MEMTOOL_INSPECTIONS_LAYOUT_EXEC_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum exec_probe_area {
	PROBE_EXE,
	PROBE_HEAP,
	PROBE_MMAP,    /* its first new mapping */
	PROBE_LIBRARY, /* the C library; the program if linked statically */
	PROBE_STACK,
	PROBE_VDSO,
	PROBE_AREAS,
};

struct probe {
	uint64_t size; /* of this struct: both ends come from one build */
	uint64_t addresses[PROBE_AREAS]; /* 0: none */
};

/* Whether this process should only answer. */
bool exec_probe_is_asked(int argc, char **argv);
/* Answer on standard output.  Returns the exit status. */
int exec_probe_answer(char **argv);

/* Ask a fresh process.  Returns 0 or an errno. */
int exec_probe_ask(struct probe *probe);

#endif
