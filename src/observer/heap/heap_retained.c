/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What remains resident after a step freed much: in pages that are now free,
 * and in pages with live blocks.
 */
#include <unistd.h>

#include "acts/heap.h"
#include "observer/internal.h"
#include "proc/pagemap.h"

enum { WORTH_A_LOOK = 1 << 20, AT_ONCE = 512 };

/* This many pages are read within some hundredths of a second. */
static const uint64_t PAGES_LOOKED_AT = UINT64_C(1) << 18;

/* The allocator's headers are between two blocks. */
enum { BETWEEN_MOST = 64 };

static bool read_run(struct observer *o, struct record *record, int fd,
	uint64_t start, uint64_t end, uint64_t *last)
{
	uint64_t page = record->call.page_size;
	struct heap_findings *heap = &record->returned.found.heap;
	uint64_t entries[AT_ONCE];
	uint64_t at = start / page, to = (end + page - 1) / page;

	/* Two runs may share a page. */
	if (at <= *last)
		at = *last + 1;
	while (at < to) {
		size_t count = to - at < AT_ONCE ? to - at : AT_ONCE;

		if (pagemap_read(fd, at, entries, count) != count)
			return false;
		for (size_t i = 0; i < count; i++, at++) {
			uint64_t from = at * page;

			if (!pagemap_decode(entries[i]).present)
				continue;
			if (spans_in(&o->now->ledger.live, from, from + page))
				heap->pinned += page;
			else
				heap->kept += page;
		}
		*last = at - 1;
	}
	return true;
}

static uint64_t bytes_freed(const struct spans *freed, int step)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < freed->count; i++)
		if (freed->list[i].step == step)
			bytes += freed->list[i].end - freed->list[i].start;
	return bytes;
}

/* Read runs of adjacent blocks among those that this step freed. */
static bool read_runs(struct observer *o, struct record *record, int fd)
{
	const struct spans *freed = &o->now->ledger.freed;
	int step = record->number;
	uint64_t last = 0, start = 0, end = 0;

	for (size_t i = 0; i < freed->count; i++) {
		const struct span *span = &freed->list[i];

		if (span->step != step)
			continue;
		if (end && span->start - end <= BETWEEN_MOST) {
			end = span->end;
			continue;
		}
		if (end && !read_run(o, record, fd, start, end, &last))
			return false;
		start = span->start;
		end = span->end;
	}
	return !end || read_run(o, record, fd, start, end, &last);
}

void heap_find_retained(struct observer *o, struct record *record)
{
	struct heap_findings *heap = &record->returned.found.heap;
	int fd;

	heap->freed = bytes_freed(&o->now->ledger.freed, record->number);
	if (heap->freed < WORTH_A_LOOK ||
		heap->freed / record->call.page_size > PAGES_LOOKED_AT)
		return;
	fd = pagemap_open(o->now->pid);
	if (fd == -1)
		return;
	if (!read_runs(o, record, fd))
		heap->kept = heap->pinned = 0;
	close(fd);
}
