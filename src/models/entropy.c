/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/entropy.h"

#include <stdlib.h>

#include "models/log2.h"

static int by_value(const void *a, const void *b)
{
	uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

	return (first > second) - (first < second);
}

/* To the nearest: from the root of 2 on, 1.41421356, it is one more. */
static unsigned nearest_bits(uint64_t number)
{
	unsigned bits = log2_of(number);
	uint64_t fraction =
		bits > 32 ? number >> (bits - 32) : number << (32 - bits);

	return bits + (fraction > UINT64_C(6074000999));
}

static void count_values(const uint64_t *values, struct entropy *e)
{
	uint64_t run = 1;

	e->distinct = 1;
	for (size_t i = 1; i < e->count; i++) {
		e->varied |= values[i] ^ values[0];
		if (values[i] == values[i - 1]) {
			e->equal += run; /* a pair with each before it */
			run++;
			continue;
		}
		e->distinct++;
		run = 1;
	}
}

/* All are multiples of it apart: the lowest bit of any difference. */
static uint64_t step_of(const uint64_t *values, size_t count)
{
	uint64_t bits = 0;

	for (size_t i = 1; i < count; i++)
		bits |= values[i] - values[0];
	return bits & (0 - bits);
}

static unsigned range_bits(const struct entropy *e, uint64_t step)
{
	uint64_t places, beyond;

	if (!e->step)
		return 0;
	places = (e->highest - e->lowest) / step + 1;
	beyond = places / (e->count - 1) * 2;
	return nearest_bits(
		places > UINT64_MAX - beyond ? UINT64_MAX : places + beyond);
}

static unsigned birthday_bits(const struct entropy *e)
{
	if (!e->pairs)
		return 0;
	return e->equal ? nearest_bits(e->pairs / e->equal) : log2_of(e->pairs);
}

void entropy_of(
	uint64_t *values, size_t count, uint64_t page, struct entropy *e)
{
	*e = (struct entropy){
		.count = count, .pairs = (uint64_t)count * (count - 1) / 2};
	qsort(values, count, sizeof(*values), by_value);
	e->lowest = values[0];
	e->highest = values[count - 1];
	count_values(values, e);
	e->bits_varied = (unsigned)__builtin_popcountll(e->varied);
	e->step = step_of(values, count);
	e->by_range = range_bits(e, e->step);
	e->pages_by_range = range_bits(e, e->step < page ? page : e->step);
	e->by_birthday = birthday_bits(e);
}
