/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The allocator behind malloc(3), and what a call asks of it. */
#ifndef MEMTOOL_WHY_HEAP_ALLOCATOR_H
#define MEMTOOL_WHY_HEAP_ALLOCATOR_H

#include <stddef.h>

#include "why/diagnosis.h"

/* Whether malloc is glibc's. */
bool allocator_is_glibc(void);

/*
 * The bytes that a call of malloc's family requests.  False: nmemb times size
 * overflows, or it is another call.
 */
bool allocator_asked(const struct diagnosis *d, uint64_t *bytes);

/* The alignment of every block, enough for any type (malloc(3)). */
enum { BLOCK_ALIGNMENT = _Alignof(max_align_t) };

/*
 * The least memory that the allocator needs for it, with room to align it;
 * UINT64_MAX if that overflows.  0: none.
 */
uint64_t allocator_needs(const struct diagnosis *d);

/*
 * How far glibc moves the break for a block without its own mapping; 0:
 * unknown.
 */
uint64_t allocator_batch(const struct diagnosis *d);

/* The first line that the allocator wrote in the step, if any. */
void cause_said(const struct diagnosis *d, struct cause *c);

/* For a row's .when: the calls that allocate, failing with ENOMEM. */
#define HEAP_ENOMEM                                                            \
	"malloc=ENOMEM realloc=ENOMEM memalign=ENOMEM posix_memalign=ENOMEM "

/* The calls that free a block. */
#define HEAP_FREES(outcomes) "free=" outcomes " realloc=" outcomes " "

#endif
