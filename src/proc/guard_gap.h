/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The gap that the kernel keeps between a stack that grows down and the next
 * mapping (mm/mmap.c, stack_guard_gap).
 */
#ifndef MEMTOOL_PROC_GUARD_GAP_H
#define MEMTOOL_PROC_GUARD_GAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/maps_text.h"

/* In pages, from the text of /proc/cmdline; 256 by default. */
uint64_t guard_gap_of(const char *text, size_t length);

/* On this system, in bytes. */
uint64_t read_guard_gap(void);

/*
 * The gap above mapping BELOW.  It is 0 for an inaccessible mapping, which is a
 * guard itself, and for one known to grow down, which is a stack too
 * (expand_downwards).
 */
uint64_t guard_gap_above(const struct mapping *below, uint64_t gap);

#endif
