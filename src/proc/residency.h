/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is visible of the page cache of a mapped file. */
#ifndef MEMTOOL_PROC_RESIDENCY_H
#define MEMTOOL_PROC_RESIDENCY_H

#include <sys/types.h>

#include "proc/maps_text.h"

enum trust { TRUST_UNKNOWN = -1, TRUST_NO, TRUST_YES };

/*
 * Whether mincore(2) is truthful for this mapping to PID, a process or thread
 * that may be ending: for a file that it neither owns nor may write, the result
 * is "all resident" (mm/mincore.c, can_do_mincore(), Linux 5.2).
 */
enum trust read_mapping_may_tell_residency(
	pid_t pid, const struct mapping *mapping);

/*
 * Whether mincore(2) looks at pages at all: gVisor reports every page as
 * resident, even if never touched.  Tried with a page of our own.
 */
bool residency_is_looked_up(void);

/* Pages of a file by state in the page cache; cachestat(2). */
struct cache_state {
	uint64_t cached, dirty, writeback, evicted, recently_evicted;
};

/*
 * For LENGTH bytes of the mapped file from OFFSET on.  False: the file cannot
 * be found or opened, or the kernel refuses (before 6.5, or without rights).
 */
bool residency_cache(pid_t pid, const struct mapping *mapping, uint64_t offset,
	uint64_t length, struct cache_state *state);

/* Whether it maps a file in memory: tmpfs. */
bool mapping_is_tmpfs(pid_t pid, const struct mapping *mapping);
/*
 * Or shared anonymous memory, a memory file, a System V segment: they are all
 * on one internal file system, that of the descriptor MEMORY_FILE.
 */
bool mapping_is_shared_memory(
	pid_t pid, const struct mapping *mapping, int memory_file);

#endif
