/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/heap/program_break.h"

#include <stdlib.h>
#include <string.h>

#include "proc/guard_gap.h"
#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"

/* The break before the call, and the requested one. */
static uint64_t break_was(const struct diagnosis *d)
{
	return d->record->returned.found.program_break.before;
}

/* brk(2) returns the break even if it stays; a filter returns an errno. */
static bool kernel_answered(const struct diagnosis *d)
{
	return break_was(d) != BREAK_UNKNOWN &&
	       d->record->returned.found.program_break.after != BREAK_UNKNOWN;
}

static uint64_t break_wanted(const struct diagnosis *d)
{
	return asks(d, &command_brk)
		       ? arg(d->call, ROLE_ADDR)
		       : break_was(d) +
				 (uint64_t)signed_arg(d->call, ROLE_INCREMENT);
}

/*
 * proc_pid_stat(5), field 47, start_brk.  The program's name, in parentheses,
 * may contain anything; from field 3, the state, all fields are single words.
 */
static bool read_start(pid_t subject, uint64_t *start)
{
	size_t length;
	char *text = read_process_file(subject, "stat", &length);
	char *at = text ? strrchr(text, ')') : NULL;

	for (int field = 2; at && field < 47; field++) {
		at = strchr(at, ' ');
		at += at != NULL;
	}
	*start = at ? strtoull(at, NULL, 10) : 0;
	free(text);
	return *start != 0;
}

bool heap_out_of_range(const struct diagnosis *d, struct cause *c)
{
	uint64_t wanted = break_wanted(d), start;

	if (!kernel_answered(d))
		return false;
	if (read_start(d->subject, &start) && wanted < start) {
		cause_fact(c, "wanted", "wanted ", as_address(wanted));
		cause_fact(c, "heap_start", "the heap begins at ",
			as_address(start));
		return cause_says(
			c, "the break cannot be below the start of the heap");
	}
	if (!user_end(d) || wanted <= user_end(d))
		return false;
	cause_fact(c, "wanted", "wanted ", as_address(wanted));
	cause_fact(
		c, "limit", "user addresses end at ", as_address(user_end(d)));
	return cause_says(c, "it passes the end of the address space");
}

/* A stack that grows down keeps this gap below itself. */
static uint64_t gap_below(const struct diagnosis *d, const struct mapping *m)
{
	struct smaps_mapping detail;

	return smaps_at(d, m->start, &detail) && has_flag(&detail, "gd")
		       ? read_guard_gap()
		       : 0;
}

bool heap_given_back(const struct diagnosis *d, struct range *range)
{
	*range = (struct range){
		page_ceil(d, break_wanted(d)), page_ceil(d, break_was(d))};
	return range->start < range->end;
}

/* The kernel also keeps a page free after the break (mm/mmap.c). */
bool heap_blocked(const struct diagnosis *d, struct cause *c)
{
	uint64_t was = page_ceil(d, break_was(d));
	uint64_t wanted = page_ceil(d, break_wanted(d));
	struct maps_walk walk =
		maps_walk_of(d, (struct range){was, UINT64_MAX});
	struct mapping m;
	uint64_t kept, free, room;

	if (!kernel_answered(d) || wanted <= was || !maps_walk_next(&walk, &m))
		return false;
	kept = gap_below(d, &m) + d->page;
	/* It begins below the break if it has merged with the heap. */
	free = m.start > was ? m.start - was : 0;
	room = free > kept ? free - kept : 0;
	if (wanted - was <= room)
		return false;
	cause_mapping(c, &m);
	cause_fact(c, "room", "room ", as_bytes(room));
	cause_fact(c, "asked", "asked ", as_bytes(wanted - was));
	cause_fact(c, "kept", "kept free ", as_bytes(kept));
	return cause_says(c, m.start < was
				     ? "memory that was mapped at the break is "
				       "in the heap's way"
				     : "another mapping is in the heap's way");
}
