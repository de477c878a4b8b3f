/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three ways to look at the pages of a mapping. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "acts/mincore.h"
#include "calls/calls.h"
#include "observer/pages/page_walk.h"
#include "proc/residency.h"

static bool add_region(
	struct page_walk *walk, const struct uapi_page_region *region)
{
	uint64_t is = region->categories;
	struct scanned scanned = scanned_of(is);

	if (scanned.guard)
		return walk_plain(walk, region->start, region->end, PAGE_GUARD);
	if (is & (UAPI_PAGE_IS_PRESENT | UAPI_PAGE_IS_SWAPPED))
		return walk_pagemap(walk, region->start, region->end, &scanned);
	return walk_plain(walk, region->start, region->end, PAGE_UNTOUCHED);
}

/* It skips untouched memory: a terabyte takes a moment. */
bool walk_by_scan(struct page_walk *walk)
{
	enum { REGIONS = 512 };
	static struct uapi_page_region regions[REGIONS];
	uint64_t at = walk->part.start, end = walk->part.end;

	while (at < end) {
		int count =
			pagemap_scan(walk->pagemap, at, end, regions, REGIONS);

		if (walk_interrupted(walk))
			return false;
		/* Device memory is skipped, so it is in no region. */
		if (count <= 0)
			break;
		for (int i = 0; i < count; i++) {
			if (!walk_plain(
				    walk, at, regions[i].start, PAGE_UNKNOWN) ||
				!add_region(walk, &regions[i]))
				return false;
			at = regions[i].end;
		}
	}
	return walk_plain(walk, at, end, PAGE_UNKNOWN);
}

bool walk_by_pagemap(struct page_walk *walk)
{
	static const struct scanned nothing;

	if (walk->part.device)
		return walk_plain(
			walk, walk->part.start, walk->part.end, PAGE_UNKNOWN);
	return walk_pagemap(walk, walk->part.start, walk->part.end, &nothing);
}

/* Make the subject call mincore, outside of any step, and record the vector. */
static bool ask_subject(struct page_walk *walk, uint64_t start, uint64_t end,
	struct record *answer)
{
	struct call call = {.command = &command_mincore,
		.probe = true,
		.times = 1,
		.page_size = walk->pages->page_size,
		.args = {start, end - start}};
	struct answer reply = {0};
	struct gathered seen;

	*answer = (struct record){0};
	if (send(walk->o->now->channel, &call, offsetof(struct call, text),
		    MSG_NOSIGNAL) == -1)
		return false;
	switch (wait_for_answer(walk->o, &reply)) {
	case WAIT_ANSWERED:
		break;
	case WAIT_DIED:
		reap(walk->o, walk->o->now, true);
		return false;
	default:
		return false;
	}
	seen = gather(walk->o, answer, reply.end);
	if (seen.error)
		return observer_trouble(
			walk->o, "reading the recording", seen.error);
	return !seen.damaged && answer->has_returned &&
	       !answer->returned.error &&
	       answer->byte_count == (end - start) / walk->pages->page_size;
}

static bool add_vector(
	struct page_walk *walk, uint64_t start, const struct record *answer)
{
	uint64_t page = walk->pages->page_size;

	for (size_t i = 0; i < answer->byte_count; i++) {
		uint64_t at = start + i * page;

		if (!walk_plain(walk, at, at + page,
			    answer->bytes[i] & 1 ? PAGE_RESIDENT : PAGE_ABSENT))
			return false;
	}
	return true;
}

static bool is_told(struct page_walk *walk)
{
	enum trust trust = read_mapping_may_tell_residency(
		walk->o->acting->pid, &walk->part.whole.mapping);

	if (trust == TRUST_YES && residency_is_looked_up())
		return true;
	return reason_set(&walk->pages->reason, 0, "%s",
		trust == TRUST_YES
			? "this kernel's mincore reports every page as resident"
		: trust == TRUST_NO ? "mincore hides the residency of a file "
				      "that you neither own nor may write"
				    : "it is unknown whether mincore is right "
				      "for this mapping");
}

static bool spend(struct page_walk *walk, uint64_t pages)
{
	if (walk->budget < pages) {
		return reason_set(&walk->pages->reason, 0,
			"only the first pages were read, because there are too "
			"many");
	}
	walk->budget -= pages;
	return true;
}

/* The subject is gone, or the kernel refused. */
static bool not_asked(struct page_walk *walk, uint64_t start, uint64_t end)
{
	if (walk_interrupted(walk))
		return false;
	if (!walk->o->now->dead)
		return walk_plain(walk, start, end, PAGE_UNKNOWN);
	reason_set(&walk->pages->reason, 0, "the subject ended meanwhile");
	walk->o->now->died_in = walk->step;
	return false;
}

bool walk_by_mincore(struct page_walk *walk)
{
	uint64_t page = walk->pages->page_size, most = SCRATCH_SIZE * page;
	uint64_t at = walk->part.start, end = walk->part.end, next;

	if (!is_told(walk))
		return walk_plain(walk, at, end, PAGE_UNKNOWN);
	for (; at < end; at = next) {
		struct record answer;
		bool good;

		next = end - at < most ? end : at + most;
		if (!spend(walk, (next - at) / page))
			return false;
		good = ask_subject(walk, at, next, &answer)
			       ? add_vector(walk, at, &answer)
			       : not_asked(walk, at, next);
		free(answer.bytes);
		if (!good)
			return false;
	}
	return true;
}
