/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/heap.h"

#include <stdlib.h>
#include <string.h>

#include "proc/guard_gap.h"
#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"

/* Where the break was, and where it should have been. */
static uint64_t break_was(const struct inquiry *q)
{
	return q->record->returned.found.program_break.before;
}

static uint64_t break_wanted(const struct inquiry *q)
{
	return asks(q, &command_brk)
		       ? arg(q->call, ROLE_ADDR)
		       : break_was(q) +
				 (uint64_t)signed_arg(q->call, ROLE_INCREMENT);
}

/*
 * proc_pid_stat(5), field 47, start_brk.  The name of the program, in
 * parentheses, may hold anything; from the state, field 3, on there are only
 * words.
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

bool heap_out_of_range(const struct inquiry *q, struct cause *c)
{
	uint64_t wanted = break_wanted(q), start;

	if (read_start(q->subject, &start) && wanted < start) {
		cause_fact(c, "wanted", "wanted ", as_address(wanted));
		cause_fact(c, "heap_start", "the heap begins at ",
			as_address(start));
		return cause_says(
			c, "the break cannot lie below the start of the heap");
	}
	if (!user_end(q) || wanted <= user_end(q))
		return false;
	cause_fact(c, "wanted", "wanted ", as_address(wanted));
	cause_fact(c, "limit", "programs have addresses below ",
		as_address(user_end(q)));
	return cause_says(c, "it passes the end of the address space");
}

/* A stack that grows downward keeps this much room below itself. */
static uint64_t gap_below(const struct inquiry *q, const struct mapping *m)
{
	struct smaps_mapping detail;

	return smaps_at(q, m->start, &detail) && has_flag(&detail, "gd")
		       ? read_guard_gap()
		       : 0;
}

bool heap_given_back(const struct inquiry *q, struct range *range)
{
	*range = (struct range){
		page_ceil(q, break_wanted(q)), page_ceil(q, break_was(q))};
	return range->start < range->end;
}

/* The kernel keeps a page free behind the break, too (mm/mmap.c). */
bool heap_blocked(const struct inquiry *q, struct cause *c)
{
	uint64_t was = page_ceil(q, break_was(q));
	uint64_t wanted = page_ceil(q, break_wanted(q));
	struct maps_walk walk =
		maps_walk_of(q, (struct range){was, UINT64_MAX});
	struct mapping m;
	uint64_t kept, most;

	if (wanted <= was || !maps_walk_next(&walk, &m))
		return false;
	kept = gap_below(q, &m) + q->page;
	most = m.start - was > kept ? m.start - kept : was;
	if (wanted <= most)
		return false;
	cause_mapping(c, &m);
	cause_fact(c, "room", "room ", as_bytes(most - was));
	cause_fact(c, "asked", "asked ", as_bytes(wanted - was));
	cause_fact(c, "kept", "kept free ", as_bytes(kept));
	return cause_says(c, "a mapping is in the way of the heap");
}
