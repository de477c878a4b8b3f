/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/heap/allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts/heap.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/libc.h"

bool allocator_is_glibc(void)
{
	const char *libc = libc_name(), *name = heap_allocator();

	if (!libc || strncmp(libc, "glibc", 5) != 0 || !heap_has("mallopt"))
		return false;
	return heap_is_static() || (name && strncmp(name, "libc.so", 7) == 0);
}

/* Whether the step allocates: free and the like do not. */
static bool allocates(const struct diagnosis *d)
{
	return command_has_trait(d->command, CALL_USES_HEAP) &&
	       command_kind(d->command)->makes == MADE_MEMORY;
}

bool allocator_asked(const struct diagnosis *d, uint64_t *bytes)
{
	bool array = command_find_role(d->command, ROLE_NMEMB) >= 0;

	return allocates(d) &&
	       !__builtin_mul_overflow(
		       array ? arg(d->call, ROLE_NMEMB) : UINT64_C(1),
		       arg(d->call, ROLE_LENGTH), bytes);
}

uint64_t allocator_needs(const struct diagnosis *d)
{
	bool aligned = command_find_role(d->command, ROLE_ALIGNMENT) >= 0;
	uint64_t bytes;

	if (!allocator_asked(d, &bytes))
		return 0;
	if (aligned && arg(d->call, ROLE_ALIGNMENT) > BLOCK_ALIGNMENT &&
		__builtin_add_overflow(
			bytes, arg(d->call, ROLE_ALIGNMENT), &bytes))
		return UINT64_MAX;
	return bytes;
}

/* Whether a step before it set parameters: M_TOP_PAD may be among them. */
static bool was_tuned(const struct diagnosis *d)
{
	return d->record->heap_tuned || getenv("GLIBC_TUNABLES") ||
	       getenv("MALLOC_TOP_PAD_");
}

/*
 * malloc/malloc.c, sysmalloc(): the block, M_TOP_PAD and the smallest chunk,
 * less what the top chunk has.
 */
uint64_t allocator_batch(const struct diagnosis *d)
{
	enum { TOP_PAD = 128 * 1024, CHUNK_MIN = 4 * sizeof(size_t) };
	const struct heap_findings *heap = &d->record->returned.found.heap;
	uint64_t needs = allocator_needs(d), most;

	if (!allocator_is_glibc() || !heap->has_info || was_tuned(d) ||
		needs >= TOP_PAD)
		return 0;
	most = needs + TOP_PAD + CHUNK_MIN;
	return heap->trimmable < most ? page_ceil(d, most - heap->trimmable)
				      : 0;
}

void cause_said(const struct diagnosis *d, struct cause *c)
{
	char line[100];

	if (!d->record->output)
		return;
	snprintf(line, sizeof(line), "%.*s",
		(int)strcspn(d->record->output, "\n"), d->record->output);
	cause_text(c, "said", "the allocator: ", line);
}
