/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/ledger.h"

#include <stdlib.h>

void ledger_free(struct ledger *ledger)
{
	free(ledger->live.list);
	free(ledger->freed.list);
	*ledger = (struct ledger){0};
}

/* The first that ends behind ADDRESS; .count: none. */
static size_t first_behind(const struct spans *spans, uint64_t address)
{
	size_t low = 0, high = spans->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (spans->list[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

const struct span *spans_in(
	const struct spans *spans, uint64_t start, uint64_t end)
{
	size_t at = first_behind(spans, start);

	return at < spans->count && spans->list[at].start < end
		       ? &spans->list[at]
		       : NULL;
}

const struct span *spans_at(const struct spans *spans, uint64_t address)
{
	size_t at = first_behind(spans, address);

	return at < spans->count && spans->list[at].start <= address
		       ? &spans->list[at]
		       : NULL;
}

int spans_compare(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

static int by_address(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void put(struct spans *to, struct span span)
{
	if (span.start < span.end)
		to->list[to->count++] = span;
}

/* All of A that is not in B; both are sorted. */
static bool subtract(struct spans *a, const struct span *b, size_t count)
{
	/* Each of B may part one of A in two. */
	struct spans rest = {
		.list = reallocarray(NULL, a->count + count + 1, sizeof(*b))};
	size_t j = 0;

	if (!rest.list)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		struct span left = a->list[i];

		while (j < count && b[j].end <= left.start)
			j++;
		for (; j < count && b[j].start < left.end; j++) {
			struct span head = left;

			head.end = b[j].start > left.start ? b[j].start
							   : left.start;
			put(&rest, head);
			left.start = b[j].end < left.end ? b[j].end : left.end;
			if (b[j].end > left.end)
				break;
		}
		put(&rest, left);
	}
	free(a->list);
	*a = rest;
	return true;
}

/* Both are sorted, and none of the one overlaps any of the other. */
static bool merge(struct spans *a, const struct span *b, size_t count)
{
	struct spans both = {
		.list = reallocarray(NULL, a->count + count + 1, sizeof(*b))};
	size_t i = 0, j = 0;

	if (!both.list)
		return false;
	while (i < a->count || j < count)
		if (j == count ||
			(i < a->count && a->list[i].start < b[j].start))
			both.list[both.count++] = a->list[i++];
		else
			both.list[both.count++] = b[j++];
	free(a->list);
	*a = both;
	return true;
}

size_t spans_part(struct span *list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || list[i].start >= list[kept - 1].end)
			list[kept++] = list[i];
	return kept;
}

bool ledger_give(struct ledger *ledger, struct span *blocks, size_t count)
{
	count = spans_part(blocks, count);
	return subtract(&ledger->freed, blocks, count) &&
	       subtract(&ledger->live, blocks, count) &&
	       merge(&ledger->live, blocks, count);
}

/* Whether it is one of these, which are looked at in their order. */
static bool is_among(
	uint64_t start, const uint64_t *starts, size_t count, size_t *at)
{
	while (*at < count && starts[*at] < start)
		++*at;
	return *at < count && starts[*at] == start;
}

bool ledger_take(
	struct ledger *ledger, uint64_t *starts, size_t count, int step)
{
	struct spans *live = &ledger->live;
	struct span *taken = reallocarray(NULL, count + 1, sizeof(*taken));
	size_t found = 0, kept = 0, at = 0;
	bool good;

	if (!taken)
		return false;
	qsort(starts, count, sizeof(*starts), by_address);
	for (size_t i = 0; i < live->count; i++) {
		if (!is_among(live->list[i].start, starts, count, &at)) {
			live->list[kept++] = live->list[i];
			continue;
		}
		taken[found] = live->list[i];
		taken[found++].step = step;
	}
	live->count = kept;
	good = merge(&ledger->freed, taken, found);
	free(taken);
	return good;
}
