/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The system's huge pages: the pools of /sys/kernel/mm/hugepages and the
 * settings of /sys/kernel/mm/transparent_hugepage.
 */
#ifndef MEMTOOL_PROC_HUGE_PAGES_H
#define MEMTOOL_PROC_HUGE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The pool of one size, in pages; hugetlbpage in the kernel's admin guide. */
struct huge_pool {
	uint64_t size; /* of a page, bytes */
	uint64_t pages, free, reserved, surplus;
	uint64_t overcommit; /* surplus pages allowed, from ordinary memory */
};

/* False: this kernel has no huge pages of SIZE bytes. */
bool read_huge_pool(uint64_t size, struct huge_pool *pool);

/* The pool's pages that can still be reserved. */
uint64_t huge_pool_left(const struct huge_pool *pool);

/* The kernel's sizes in bytes, smallest first; returns the count. */
enum { HUGE_SIZES_MAX = 16 };
size_t read_huge_sizes(uint64_t sizes[HUGE_SIZES_MAX]);

/* The word in brackets: "madvise" of "always [madvise] never". */
bool selected_word(const char *text, char *word, size_t size);

/* The size of a transparent huge page; false: the kernel has none. */
bool read_thp_size(uint64_t *size);

/* The settings for MADV_HUGEPAGE memory, anonymous or, with SHMEM, shared. */
struct thp_switch {
	char word[16];     /* from .../enabled or .../shmem_enabled */
	uint64_t smallest; /* smallest enabled page size; 0: none */
};
bool read_thp_switch(bool shmem, struct thp_switch *is);

#endif
