/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel keeps free between a stack that grows downward and the next
 * mapping (mm/mmap.c, stack_guard_gap).
 */
#ifndef MEMTOOL_PROC_GUARD_GAP_H
#define MEMTOOL_PROC_GUARD_GAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/maps_text.h"

/* In pages, by the text of /proc/cmdline; 256 where it says nothing of it. */
uint64_t guard_gap_of(const char *text, size_t length);

/* On this system, in bytes. */
uint64_t read_guard_gap(void);

/*
 * Above this mapping below a stack.  One without any access guards by itself,
 * and one that is known to grow downward is a stack, too: there a stack may
 * grow to where it ends (expand_downwards).
 */
uint64_t guard_gap_above(const struct mapping *below, uint64_t gap);

#endif
