/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much memory of which kind a process has: the figures of
 * /proc/PID/smaps_rollup (or of smaps, summed up) and of /proc/PID/status;
 * proc_pid_smaps(5), proc_pid_status(5).
 */
#ifndef MEMTOOL_PROC_MEMORY_H
#define MEMTOOL_PROC_MEMORY_H

#include <stddef.h>
#include <stdint.h>

enum memory_kind {
	MEMORY_SIZE,         /* VmSize: address space */
	MEMORY_RESIDENT,     /* Rss: pages present, but for hugetlb */
	MEMORY_ANONYMOUS,    /* of them: anonymous, private copies included */
	MEMORY_FILE,         /* of them: pages of files */
	MEMORY_SHMEM,        /* of them: shared memory, tmpfs, memfd */
	MEMORY_PROPORTIONAL, /* Pss */
	MEMORY_LOCKED,       /* VmLck: smaps' Locked is proportional */
	MEMORY_SWAPPED,      /* Swap */
	MEMORY_LAZILY_FREED, /* LazyFree: MADV_FREE, not yet taken */
	MEMORY_HUGE_ANONYMOUS,
	MEMORY_HUGE_FILE, /* of files and of shared memory */
	MEMORY_HUGETLB,
	MEMORY_PAGE_TABLES, /* VmPTE: all levels */
	MEMORY_KINDS,
};

struct memory {
	int64_t of[MEMORY_KINDS]; /* bytes; -1: not measured */
};

struct memory memory_unknown(void);

/* "page_tables": the kind's name as JSON has it. */
const char *memory_name(enum memory_kind kind);

/* The kind of what stands behind KEY in smaps; MEMORY_KINDS: none of them. */
enum memory_kind memory_smaps_kind(const char *key, size_t length);

/* Add the figures of smaps_rollup, or of all the mappings of smaps. */
void memory_read_smaps(struct memory *m, const char *text, size_t length);
void memory_read_status(struct memory *m, const char *text, size_t length);

/* What only both together tell: the pages of files.  Else neither is known. */
void memory_complete(struct memory *m);

#endif
