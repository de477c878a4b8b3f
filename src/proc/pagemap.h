/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/pagemap, read or scanned, and /proc/kpageflags;
 * proc_pid_pagemap(5). */
#ifndef MEMTOOL_PROC_PAGEMAP_H
#define MEMTOOL_PROC_PAGEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "words/uapi.h"

/* An entry of pagemap, decoded (Documentation/admin-guide/mm/pagemap.rst). */
struct pagemap_entry {
	bool present;
	bool swapped; /* or another entry without a page, such as a guard */
	bool file;    /* of a file, or shared anonymous memory */
	bool guard;
	bool exclusive;
	bool soft_dirty;
	uint64_t frame; /* 0: hidden */
};

struct pagemap_entry pagemap_decode(uint64_t bits);

/* Whether a page is there, in memory or in swap. */
bool pagemap_is_there(uint64_t bits);

/* Open the pagemap of PID; -1: errno says why. */
int pagemap_open(pid_t pid);

/*
 * Read the entries of COUNT pages from page number FIRST on; returns how many.
 */
size_t pagemap_read(int fd, uint64_t first, uint64_t *entries, size_t count);

/*
 * Get the categories of the pages from START to END: fills at most COUNT
 * regions.  Returns how many; -1: errno is set.
 */
int pagemap_scan(int fd, uint64_t start, uint64_t end,
	struct uapi_page_region *regions, size_t count);

/* Flags of a frame; include/uapi/linux/kernel-page-flags.h and its source. */
enum frame_flag {
	FRAME_ANONYMOUS = 12,
	FRAME_SWAPBACKED = 14, /* clear on anonymous memory: lazily freed */
	FRAME_HEAD = 15,
	FRAME_TAIL = 16,
	FRAME_KSM = 21,
	FRAME_ZERO = 24,
	FRAME_MLOCKED = 33,
};

/* Open /proc/kpageflags, which needs privilege; -1. */
int frame_flags_open(void);
/* Read the flags of COUNT frames from FRAME on; false: not readable. */
bool frame_flags_read(int fd, uint64_t frame, uint64_t *flags, size_t count);

/* Open /proc/kpagecount, read in the same way: how often a frame is mapped. */
int frame_counts_open(void);

static inline bool frame_has(uint64_t flags, enum frame_flag flag)
{
	return flags >> flag & 1;
}

#endif
