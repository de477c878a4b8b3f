/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may be known of the page cache of a file that a process maps. */
#ifndef MEMTOOL_PROC_RESIDENCY_H
#define MEMTOOL_PROC_RESIDENCY_H

#include <sys/types.h>

#include "proc/maps_text.h"

enum trust { TRUST_UNKNOWN = -1, TRUST_NO, TRUST_YES };

/*
 * Whether mincore(2) tells the truth to process PID, which may just end, for
 * this mapping: for a file that it neither owns nor may write the answer is
 * "all resident" (can_do_mincore() of mm/mincore.c, Linux 5.2).
 */
enum trust read_mapping_may_tell_residency(
	pid_t pid, const struct mapping *mapping);

/*
 * Whether mincore(2) looks at all: gVisor calls every page resident, also one
 * that was never touched.  It is tried with a page of our own.
 */
bool residency_is_looked_up(void);

/* Pages of a file by their state in the page cache; cachestat(2). */
struct cache_state {
	uint64_t cached, dirty, writeback, evicted, recently_evicted;
};

/*
 * Of LENGTH bytes of the mapped file from OFFSET on.  False: the file cannot be
 * found or opened, or the kernel does not tell (before 6.5, or to others).
 */
bool residency_cache(pid_t pid, const struct mapping *mapping, uint64_t offset,
	uint64_t length, struct cache_state *state);

/* Whether it is memory that behaves as a file: tmpfs. */
bool mapping_is_tmpfs(pid_t pid, const struct mapping *mapping);
/*
 * Or shared anonymous memory, a memory file, a segment of System V: they lie in
 * one file system of the kernel's, where MEMORY_FILE, a descriptor, is.
 */
bool mapping_is_shared_memory(
	pid_t pid, const struct mapping *mapping, int memory_file);

#endif
