/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The allocator behind malloc(3), and what a call asks of it. */
#ifndef MEMTOOL_WHY_ALLOCATOR_H
#define MEMTOOL_WHY_ALLOCATOR_H

#include <stddef.h>

#include "why/inquiry.h"

/* Whether malloc is glibc's. */
bool allocator_is_glibc(void);

/*
 * The bytes that a call of malloc's family asks for.  False: that is no number
 * of bytes at all (nmemb times size overflows), or it is no such call.
 */
bool allocator_asked(const struct inquiry *q, uint64_t *bytes);

/* Any block is aligned to so much: enough for any type (malloc(3)). */
enum { BLOCK_ALIGNMENT = _Alignof(max_align_t) };

/*
 * The least that the allocator must find for it, room to align it included;
 * UINT64_MAX where that is beyond any number.  0: nothing.
 */
uint64_t allocator_needs(const struct inquiry *q);

/*
 * What glibc moves the break by for a block that has no mapping of its own; 0:
 * not known.
 */
uint64_t allocator_batch(const struct inquiry *q);

/* The first line of what the allocator wrote in the step, if it did. */
void cause_said(const struct inquiry *q, struct cause *c);

/* For a row's .when: the calls that allocate, and are out of memory. */
#define HEAP_ENOMEM                                                            \
	"malloc=ENOMEM realloc=ENOMEM memalign=ENOMEM posix_memalign=ENOMEM "

/* And those that are given a block, and free it. */
#define HEAP_FREES(outcomes) "free=" outcomes " realloc=" outcomes " "

#endif
