/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/smaps up to an address: what it costs grows with each mapping. */
#ifndef MEMTOOL_PROC_SMAPS_PART_H
#define MEMTOOL_PROC_SMAPS_PART_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The mappings of a process up to END, and one after it.  As of
 * read_process_file().
 */
char *read_smaps_until(pid_t pid, uint64_t end, size_t *length);

/* The lines that such a text has in common with maps, to be freed; or NULL. */
char *maps_of_smaps(const char *smaps, size_t length, size_t *maps_length);

#endif
