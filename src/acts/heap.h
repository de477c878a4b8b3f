/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the calls of malloc(3)'s family: their acts, and what is shown
 * about the allocator.
 */
#ifndef MEMTOOL_ACTS_HEAP_H
#define MEMTOOL_ACTS_HEAP_H

#include "command/command.h"

/* Where a block came from, judging by addresses, break and maps. */
enum heap_origin {
	HEAP_ORIGIN_UNKNOWN,
	HEAP_ORIGIN_GROWN,   /* the program break was moved for it */
	HEAP_ORIGIN_OWN,     /* a mapping of its own */
	HEAP_ORIGIN_MAPPING, /* a new mapping for several blocks */
	HEAP_ORIGIN_REUSED,  /* memory that was freed before */
	HEAP_ORIGIN_RESERVE, /* memory the allocator held, never given before */
	HEAP_ORIGIN_SAME,    /* realloc: the block did not move */
	HEAP_ORIGIN_MIXED,   /* several blocks, not all from one origin */
	HEAP_ORIGINS,
};

enum heap_zero { HEAP_ZERO_UNKNOWN, HEAP_ZERO_YES, HEAP_ZERO_NO };

/*
 * Note that the allocator returned MEMORY, or NULL and errno; some return NULL
 * without an errno.
 */
void heap_gave(
	const struct call *call, struct returned *returned, void *memory);

/* The address of the allocator's code. */
uintptr_t heap_code(void);

/* The bytes requested by a call; for calloc nmemb * size, modulo 2^64. */
uint64_t heap_asked(const struct call *call);

/* .settle, .made and .print of calls that return a block. */
void heap_settle(const struct call *call, struct returned *returned);
bool heap_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size);
void heap_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);
/* The members of struct call_kind common to calls that return a block. */
#define GIVES_BLOCK                                                            \
	.makes = MADE_MEMORY, .result = RESULT_ADDRESS, .settle = heap_settle, \
	.print = heap_print, .made = heap_made

/* .print of calls that do not. */
void heap_print_state(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

/*
 * Outside the subject: the allocator's file ("libc.so.6"; NULL: unknown),
 * whether that is the statically linked program itself, and whether the figures
 * are that allocator's own.
 */
const char *heap_allocator(void);
bool heap_is_static(void);
bool heap_has_info(void);
/* The function that returns figures: "mallinfo2"; NULL: none. */
extern const char *const heap_info_call;
/* Whether its figures have 32 bits: valid while less than 4 GiB is mapped. */
bool heap_info_wraps(void);
/* Whether a function belongs to that allocator. */
bool heap_has(const char *symbol);

#endif
