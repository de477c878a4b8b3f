/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much memory of each kind a process has: the figures of
 * /proc/PID/smaps_rollup (or of smaps, summed up) and of /proc/PID/status;
 * proc_pid_smaps(5), proc_pid_status(5).
 */
#ifndef MEMTOOL_PROC_MEMORY_H
#define MEMTOOL_PROC_MEMORY_H

#include <stddef.h>
#include <stdint.h>

enum memory_kind {
	MEMORY_SIZE,      /* VmSize: address space */
	MEMORY_RESIDENT,  /* Rss: pages present, except hugetlb */
	MEMORY_ANONYMOUS, /* of these: anonymous, with private copies */
	MEMORY_FILE,      /* of these: pages of files */
	MEMORY_SHMEM,     /* of these: shared memory, tmpfs, memfd */
	/*
	 * Of the resident: changed since they were last in their file, in this
	 * process only, and in others too.  Anonymous pages count as changed.
	 */
	MEMORY_PRIVATE_DIRTY,
	MEMORY_SHARED_DIRTY,
	MEMORY_REFERENCED,   /* of the resident: used since last aged */
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

/* "page_tables": the kind's name in JSON. */
const char *memory_name(enum memory_kind kind);

/* The kind of smaps' KEY; MEMORY_KINDS: none. */
enum memory_kind memory_smaps_kind(const char *key, size_t length);

/* Add the figures of smaps_rollup, or of all the mappings of smaps. */
void memory_read_smaps(struct memory *memory, const char *text, size_t length);
void memory_read_status(struct memory *memory, const char *text, size_t length);

/* Derive the pages of files, which needs both sources; else unknown. */
void memory_complete(struct memory *memory);

#endif
