/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three ways to look at the pages of a mapping. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "calls/calls.h"
#include "acts/mincore.h"
#include "observer/looking.h"
#include "proc/residency.h"

static bool add_region(struct looking *l, const struct uapi_page_region *region)
{
	uint64_t is = region->categories;
	struct scanned scanned = scanned_of(is);

	if (scanned.guard)
		return look_plain(l, region->start, region->end, PAGE_GUARD);
	if (is & (UAPI_PAGE_IS_PRESENT | UAPI_PAGE_IS_SWAPPED))
		return look_closely(l, region->start, region->end, &scanned);
	return look_plain(l, region->start, region->end, PAGE_UNTOUCHED);
}

/* It passes over what is untouched: a terabyte of it takes a moment. */
bool look_by_scan(struct looking *l)
{
	enum { REGIONS = 512 };
	static struct uapi_page_region regions[REGIONS];
	uint64_t at = l->piece.start, end = l->piece.end;

	while (at < end) {
		int count = pagemap_scan(l->pagemap, at, end, regions, REGIONS);

		if (look_interrupted(l))
			return false;
		/* Device memory is passed over, and so told by no region. */
		if (count <= 0)
			break;
		for (int i = 0; i < count; i++) {
			if (!look_plain(
				    l, at, regions[i].start, PAGE_UNKNOWN) ||
				!add_region(l, &regions[i]))
				return false;
			at = regions[i].end;
		}
	}
	return look_plain(l, at, end, PAGE_UNKNOWN);
}

bool look_by_pagemap(struct looking *l)
{
	static const struct scanned nothing;

	if (l->piece.device)
		return look_plain(
			l, l->piece.start, l->piece.end, PAGE_UNKNOWN);
	return look_closely(l, l->piece.start, l->piece.end, &nothing);
}

/* Have the subject call mincore, which is no step: its vector is recorded. */
static bool ask_subject(
	struct looking *l, uint64_t start, uint64_t end, struct record *answer)
{
	struct call call = {.command = &command_mincore,
		.probe = true,
		.times = 1,
		.page_size = l->pages->page_size,
		.args = {start, end - start}};
	struct answer said = {0};
	struct gathered seen;

	*answer = (struct record){0};
	if (send(l->o->subject.channel, &call, offsetof(struct call, text),
		    MSG_NOSIGNAL) == -1)
		return false;
	switch (wait_for_answer(l->o, &said)) {
	case WAIT_ANSWERED:
		break;
	case WAIT_DIED:
		reap(l->o, true);
		return false;
	default:
		return false;
	}
	seen = gather(l->o, answer, said.end);
	if (seen.error)
		return observer_trouble(
			l->o, "reading the recording", seen.error);
	return !seen.damaged && answer->has_returned &&
	       !answer->returned.error &&
	       answer->byte_count == (end - start) / l->pages->page_size;
}

static bool add_vector(
	struct looking *l, uint64_t start, const struct record *answer)
{
	uint64_t page = l->pages->page_size;

	for (size_t i = 0; i < answer->byte_count; i++) {
		uint64_t at = start + i * page;

		if (!look_plain(l, at, at + page,
			    answer->bytes[i] & 1 ? PAGE_RESIDENT : PAGE_ABSENT))
			return false;
	}
	return true;
}

static bool is_told(struct looking *l)
{
	enum trust trust = read_mapping_may_tell_residency(
		l->o->subject.pid, &l->piece.whole.mapping);

	if (trust == TRUST_YES && residency_is_looked_up())
		return true;
	return reason_set(&l->pages->reason, 0, "%s",
		trust == TRUST_YES
			? "this kernel's mincore calls every page resident"
		: trust == TRUST_NO
			? "mincore does not tell of a file that one neither "
			  "owns nor may write"
			: "whether mincore tells of this mapping is not known");
}

static bool spend(struct looking *l, uint64_t pages)
{
	if (l->budget < pages) {
		return reason_set(&l->pages->reason, 0,
			"nothing was looked at after the first pages, for "
			"there are too many");
	}
	l->budget -= pages;
	return true;
}

/* What could not be asked: the subject is gone, or the kernel refused. */
static bool not_asked(struct looking *l, uint64_t start, uint64_t end)
{
	if (look_interrupted(l))
		return false;
	if (!l->o->subject.dead)
		return look_plain(l, start, end, PAGE_UNKNOWN);
	reason_set(&l->pages->reason, 0, "the subject ended meanwhile");
	l->o->subject.died_in = l->step;
	return false;
}

bool look_by_mincore(struct looking *l)
{
	uint64_t page = l->pages->page_size, most = SCRATCH_SIZE * page;
	uint64_t at = l->piece.start, end = l->piece.end, next;

	if (!is_told(l))
		return look_plain(l, at, end, PAGE_UNKNOWN);
	for (; at < end; at = next) {
		struct record answer;
		bool good;

		next = end - at < most ? end : at + most;
		if (!spend(l, (next - at) / page))
			return false;
		good = ask_subject(l, at, next, &answer)
			       ? add_vector(l, at, &answer)
			       : not_asked(l, at, next);
		free(answer.bytes);
		if (!good)
			return false;
	}
	return true;
}
