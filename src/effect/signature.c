/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A number of an effect, to compare those of several runs: without addresses,
 * and without the figures that depend on them or move by themselves.
 */
#include <string.h>

#include "effect/effect.h"

/* FNV-1a */
static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 0x100000001b3;
	return hash;
}

static uint64_t mix_number(uint64_t hash, int64_t number)
{
	return mix(hash, &number, sizeof(number));
}

/* Page tables depend on where the kernel places memory. */
static bool is_compared(enum memory_kind kind)
{
	return kind != MEMORY_PAGE_TABLES && kind != MEMORY_PROPORTIONAL &&
	       kind != MEMORY_REFERENCED && kind != MEMORY_PRIVATE_DIRTY &&
	       kind != MEMORY_SHARED_DIRTY;
}

uint64_t effect_signature(const struct effect *effect)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < effect->count; i++) {
		const struct mapping_change *c = &effect->changes[i];

		hash = mix_number(hash, c->change);
		hash = mix_number(hash, (int64_t)(c->end - c->start));
		hash = mix(hash, c->before.perms, strlen(c->before.perms));
		hash = mix(hash, c->after.perms, strlen(c->after.perms));
	}
	for (int i = 0; i < MEMORY_KINDS; i++)
		if (is_compared((enum memory_kind)i))
			hash = mix_number(hash,
				effect_delta(effect, (enum memory_kind)i));
	hash = mix_number(hash, effect->minor);
	return mix_number(hash, effect->major);
}
