/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/entropy.h"

#include <stdlib.h>

#include "models/log2.h"

static int by_value(const void *a, const void *b)
{
	uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

	return (first > second) - (first < second);
}

/* Round to the nearest: up from the square root of 2, 1.41421356. */
static unsigned nearest_bits(uint64_t number)
{
	unsigned bits = log2_of(number);
	uint64_t fraction =
		bits > 32 ? number >> (bits - 32) : number << (32 - bits);

	return bits + (fraction > UINT64_C(6074000999));
}

static void count_values(const uint64_t *values, struct entropy *entropy)
{
	uint64_t run = 1;

	entropy->distinct = 1;
	for (size_t i = 1; i < entropy->count; i++) {
		entropy->varied |= values[i] ^ values[0];
		if (values[i] == values[i - 1]) {
			entropy->equal +=
				run; /* a pair with each earlier equal value */
			run++;
			continue;
		}
		entropy->distinct++;
		run = 1;
	}
}

/* The common power of two of all differences: their lowest bit. */
static uint64_t step_of(const uint64_t *values, size_t count)
{
	uint64_t bits = 0;

	for (size_t i = 1; i < count; i++)
		bits |= values[i] - values[0];
	return bits & (0 - bits);
}

static unsigned range_bits(const struct entropy *entropy, uint64_t step)
{
	uint64_t places, beyond;

	if (!entropy->step)
		return 0;
	places = (entropy->highest - entropy->lowest) / step + 1;
	beyond = places / (entropy->count - 1) * 2;
	return nearest_bits(
		places > UINT64_MAX - beyond ? UINT64_MAX : places + beyond);
}

static unsigned birthday_bits(const struct entropy *entropy)
{
	if (!entropy->pairs)
		return 0;
	return entropy->equal ? nearest_bits(entropy->pairs / entropy->equal)
			      : log2_of(entropy->pairs);
}

void entropy_of(
	uint64_t *values, size_t count, uint64_t page, struct entropy *entropy)
{
	*entropy = (struct entropy){
		.count = count, .pairs = (uint64_t)count * (count - 1) / 2};
	qsort(values, count, sizeof(*values), by_value);
	entropy->lowest = values[0];
	entropy->highest = values[count - 1];
	count_values(values, entropy);
	entropy->bits_varied = (unsigned)__builtin_popcountll(entropy->varied);
	entropy->step = step_of(values, count);
	entropy->by_range = range_bits(entropy, entropy->step);
	entropy->pages_by_range = range_bits(
		entropy, entropy->step < page ? page : entropy->step);
	entropy->by_birthday = birthday_bits(entropy);
}
