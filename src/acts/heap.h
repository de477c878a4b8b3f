/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the calls of malloc(3)'s family share: their acts, and what is told of
 * the allocator that served them.
 */
#ifndef MEMTOOL_COMMANDS_HEAP_H
#define MEMTOOL_COMMANDS_HEAP_H

#include "command/command.h"

/* Where a block came from, as far as addresses, break and maps show it. */
enum heap_origin {
	HEAP_ORIGIN_UNKNOWN,
	HEAP_ORIGIN_GROWN,   /* the program break was moved for it */
	HEAP_ORIGIN_OWN,     /* a mapping of its own */
	HEAP_ORIGIN_MAPPING, /* a mapping that the allocator made for more */
	HEAP_ORIGIN_REUSED,  /* memory that was freed before */
	HEAP_ORIGIN_RESERVE, /* memory that the allocator held, never ours */
	HEAP_ORIGIN_SAME,    /* realloc: the block is where it was */
	HEAP_ORIGIN_MIXED,   /* of several blocks: not all from one */
	HEAP_ORIGINS,
};

enum heap_zero { HEAP_ZERO_UNKNOWN, HEAP_ZERO_YES, HEAP_ZERO_NO };

/*
 * The call: the subject's allocator gave MEMORY, or NULL and errno; some give
 * NULL without one.
 */
void heap_gave(const struct call *call, struct returned *r, void *memory);

/* Where the allocator's code is. */
uintptr_t heap_code(void);

/* The bytes that a call asks for; of calloc nmemb * size, modulo 2^64. */
uint64_t heap_asked(const struct call *call);

/* .settle, .made and .tell of those that give a block. */
void heap_settle(const struct call *call, struct returned *r);
bool heap_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size);
void heap_tell(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);
/* What the calls that give a block have in common, in their struct call_kind.
 */
#define GIVES_BLOCK                                                            \
	.makes = MADE_MEMORY, .result = RESULT_ADDRESS, .settle = heap_settle, \
	.tell = heap_tell, .made = heap_made

/* .tell of those that give none. */
void heap_tell_state(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

/*
 * Outside of the subject: the file of the allocator ("libc.so.6"), NULL where
 * it cannot be told; whether that is the program itself, linked statically; and
 * whether its figures are that allocator's own.
 */
const char *heap_allocator(void);
bool heap_is_static(void);
bool heap_has_info(void);
/* The function that gives figures: "mallinfo2"; NULL: there is none. */
extern const char *const heap_info_call;
/* Whether its figures are 32 bits wide: right while less than 4 GiB is mapped.
 */
bool heap_info_wraps(void);
/* Whether a function is that allocator's own. */
bool heap_has(const char *symbol);

#endif
