/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/ledger.h"

#include <stdlib.h>
#include <string.h>

void ledger_free(struct ledger *ledger)
{
	free(ledger->live.list);
	free(ledger->freed.list);
	*ledger = (struct ledger){0};
}

/* The first span that ends after ADDRESS; .count: none. */
static size_t first_after(const struct spans *spans, uint64_t address)
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
	size_t at = first_after(spans, start);

	return at < spans->count && spans->list[at].start < end
		       ? &spans->list[at]
		       : NULL;
}

const struct span *spans_at(const struct spans *spans, uint64_t address)
{
	size_t at = first_after(spans, address);

	return at < spans->count && spans->list[at].start <= address
		       ? &spans->list[at]
		       : NULL;
}

int spans_compare(const void *a, const void *b)
{
	const struct span *span = a, *y = b;

	return (span->start > y->start) - (span->start < y->start);
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

/* Remove B from A; both are sorted. */
static bool subtract(struct spans *spans, const struct span *span, size_t count)
{
	/* Each span of B may split one of A in two. */
	struct spans rest = {.list = reallocarray(NULL,
				     spans->count + count + 1, sizeof(*span))};
	size_t j = 0;

	if (!rest.list)
		return false;
	for (size_t i = 0; i < spans->count; i++) {
		struct span left = spans->list[i];

		while (j < count && span[j].end <= left.start)
			j++;
		for (; j < count && span[j].start < left.end; j++) {
			struct span head = left;

			head.end = span[j].start > left.start ? span[j].start
							      : left.start;
			put(&rest, head);
			left.start =
				span[j].end < left.end ? span[j].end : left.end;
			if (span[j].end > left.end)
				break;
		}
		put(&rest, left);
	}
	free(spans->list);
	*spans = rest;
	return true;
}

/* Both are sorted, and do not overlap. */
static bool merge(struct spans *spans, const struct span *span, size_t count)
{
	struct spans both = {.list = reallocarray(NULL,
				     spans->count + count + 1, sizeof(*span))};
	size_t i = 0, j = 0;

	if (!both.list)
		return false;
	while (i < spans->count || j < count)
		if (j == count || (i < spans->count &&
					  spans->list[i].start < span[j].start))
			both.list[both.count++] = spans->list[i++];
		else
			both.list[both.count++] = span[j++];
	free(spans->list);
	*spans = both;
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

/* Whether it is in the sorted list; called in the list's order. */
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

static bool copy(struct spans *to, const struct spans *from)
{
	to->list = reallocarray(NULL, from->count + 1, sizeof(*to->list));
	if (!to->list)
		return false;
	to->count = from->count;
	if (from->count)
		memcpy(to->list, from->list, from->count * sizeof(*to->list));
	return true;
}

bool ledger_copy(struct ledger *to, const struct ledger *from)
{
	return copy(&to->live, &from->live) && copy(&to->freed, &from->freed);
}
