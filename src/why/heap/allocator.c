/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/heap/allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts/heap.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/libc.h"

bool allocator_is_glibc(void)
{
	const char *libc = libc_name(), *name = heap_allocator();

	if (!libc || strncmp(libc, "glibc", 5) != 0 || !heap_has("mallopt"))
		return false;
	return heap_is_static() || (name && strncmp(name, "libc.so", 7) == 0);
}

/* Whether the step allocates: free and the like ask for nothing. */
static bool allocates(const struct inquiry *q)
{
	return command_has_trait(q->command, CALL_USES_HEAP) &&
	       command_kind(q->command)->makes == MADE_MEMORY;
}

bool allocator_asked(const struct inquiry *q, uint64_t *bytes)
{
	bool array = command_find_role(q->command, ROLE_NMEMB) >= 0;

	return allocates(q) &&
	       !__builtin_mul_overflow(
		       array ? arg(q->call, ROLE_NMEMB) : UINT64_C(1),
		       arg(q->call, ROLE_LENGTH), bytes);
}

uint64_t allocator_needs(const struct inquiry *q)
{
	bool aligned = command_find_role(q->command, ROLE_ALIGNMENT) >= 0;
	uint64_t bytes;

	if (!allocator_asked(q, &bytes))
		return 0;
	if (aligned && arg(q->call, ROLE_ALIGNMENT) > BLOCK_ALIGNMENT &&
		__builtin_add_overflow(
			bytes, arg(q->call, ROLE_ALIGNMENT), &bytes))
		return UINT64_MAX;
	return bytes;
}

/* Whether a step before it set parameters: M_TOP_PAD may be one of them. */
static bool was_tuned(const struct inquiry *q)
{
	return q->record->heap_tuned || getenv("GLIBC_TUNABLES") ||
	       getenv("MALLOC_TOP_PAD_");
}

/*
 * malloc/malloc.c, sysmalloc(): the block, M_TOP_PAD and the least chunk, less
 * what the heap's end has.
 */
uint64_t allocator_batch(const struct inquiry *q)
{
	enum { TOP_PAD = 128 * 1024, CHUNK_MIN = 4 * sizeof(size_t) };
	const struct heap_findings *heap = &q->record->returned.found.heap;
	uint64_t needs = allocator_needs(q), most;

	if (!allocator_is_glibc() || !heap->has_info || was_tuned(q) ||
		needs >= TOP_PAD)
		return 0;
	most = needs + TOP_PAD + CHUNK_MIN;
	return heap->trimmable < most ? page_ceil(q, most - heap->trimmable)
				      : 0;
}

void cause_said(const struct inquiry *q, struct cause *c)
{
	char line[100];

	if (!q->record->said)
		return;
	snprintf(line, sizeof(line), "%.*s",
		(int)strcspn(q->record->said, "\n"), q->record->said);
	cause_text(c, "said", "the allocator: ", line);
}
