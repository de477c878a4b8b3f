/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The durations of a step's calls, counted in one page however many there are:
 * each ns has a bucket up to 63, then each power of two has 32.  A quantile is
 * the middle of its bucket, which is at most 1.6 % away.
 */
#include <string.h>

#include "subject/internal.h"

enum { EXACT = 64, EXACT_BITS = 6, PARTS = 32, PART_BITS = 5, BUCKETS = 1024 };

SUBJECT_STATE static uint32_t buckets[BUCKETS];

void durations_begin(void)
{
	memset(buckets, 0, sizeof(buckets));
}

static unsigned bucket_of(uint64_t ns)
{
	unsigned power, bucket;

	if (ns < EXACT)
		return (unsigned)ns;
	power = 63 - (unsigned)__builtin_clzll(ns);
	bucket = EXACT + (power - EXACT_BITS) * PARTS +
		 ((unsigned)(ns >> (power - PART_BITS)) & (PARTS - 1));
	return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/* The middle of a bucket. */
static int64_t ns_of(unsigned bucket)
{
	unsigned power, part;
	uint64_t width;

	if (bucket < EXACT)
		return bucket;
	power = EXACT_BITS + (bucket - EXACT) / PARTS;
	part = (bucket - EXACT) % PARTS;
	width = (uint64_t)1 << (power - PART_BITS);
	return (int64_t)(((uint64_t)1 << power) + part * width + width / 2);
}

void durations_note(int64_t ns)
{
	buckets[bucket_of((uint64_t)ns)]++;
}

int64_t durations_quantile(unsigned percent, int64_t least, int64_t most)
{
	uint64_t count = 0, rank, seen = 0;
	unsigned bucket = 0;
	int64_t ns;

	for (unsigned i = 0; i < BUCKETS; i++)
		count += buckets[i];
	if (!count)
		return -1;
	rank = (count * percent + 99) / 100;
	while ((seen += buckets[bucket]) < rank)
		bucket++;
	ns = ns_of(bucket);
	return ns < least ? least : ns > most ? most : ns;
}
