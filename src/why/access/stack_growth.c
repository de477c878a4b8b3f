/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a stack did not grow down to where it was accessed (mm/vma.c). */
#include <inttypes.h>
#include <sys/resource.h>

#include "proc/guard_gap.h"
#include "why/limits/growth.h"
#include "why/telling.h"
#include "words/array.h"

/* The next process does not have its addresses where this one has them. */
enum { ROOM = 1 << 20 };

/* Where the fault was, and the stack that would have had to grow there. */
static bool should_have_grown(
	const struct inquiry *q, uint64_t *address, struct mapping *stack)
{
	*address = q->record->fault_address;
	return q->record->has_fault_address && grows_to(q, *address, stack);
}

/* How far it had grown by then: the step may have touched it before. */
static uint64_t size_at_fault(
	const struct inquiry *q, const struct mapping *stack)
{
	const struct snapshot *after = q->record->after;
	struct mapping now;

	if (after && maps_find(maps_of(after->part[PART_MAPS].text,
				       after->part[PART_MAPS].length),
			     stack->end - 1, &now))
		return now.end - now.start;
	return stack->end - stack->start;
}

/* RLIMIT_STACK counts from the end of the mapping. */
static bool stack_limit(const struct inquiry *q, struct cause *c)
{
	uint64_t address, limit, needed, enough;
	struct mapping stack;

	if (!should_have_grown(q, &address, &stack) ||
		!inquiry_limit(q, RLIMIT_STACK, &limit))
		return false;
	needed = stack.end - page_floor(q, address);
	if (needed <= limit)
		return false;
	cause_fact(c, "address", "at ", as_address(address));
	cause_fact(c, "needed", "a stack of ", as_bytes(needed));
	cause_fact(c, "size", "it has ", as_bytes(size_at_fault(q, &stack)));
	cause_fact(c, "limit", "RLIMIT_STACK ", as_bytes(limit));
	enough = needed + growth_of(q).rest + ROOM;
	cause_try_limit(c, q, RLIMIT_STACK, 's', enough);
	cause_try(c, "docker run --ulimit stack=%" PRIu64 " ...", enough);
	return cause_says(c, "the stack would have to grow beyond its limit");
}

/* The mapping below ADDRESS that is nearest to it, with its flags. */
static bool find_below(
	const struct inquiry *q, uint64_t address, struct mapping *below)
{
	struct maps maps = inquiry_maps(q);
	struct smaps_mapping detail;
	bool found = false;

	for (struct mapping m; maps_next(&maps, &m) && m.end <= address;) {
		*below = m;
		found = true;
	}
	if (found && smaps_at(q, below->start, &detail))
		*below = detail.mapping;
	return found;
}

/* However much the stack may have, it grows no closer to what lies below. */
static bool guard_gap(const struct inquiry *q, struct cause *c)
{
	struct mapping stack, below;
	uint64_t address, gap;

	if (!should_have_grown(q, &address, &stack) ||
		!find_below(q, address, &below))
		return false;
	gap = guard_gap_above(&below, read_guard_gap());
	if (page_floor(q, address) - below.end >= gap)
		return false;
	cause_fact(c, "address", "at ", as_address(address));
	cause_mapping(c, &below);
	cause_fact(c, "start", NULL, as_address(below.start));
	cause_fact(c, "end", NULL, as_address(below.end));
	cause_fact(c, "distance", "distance ",
		as_bytes(page_floor(q, address) - below.end));
	cause_fact(c, "gap", "guard gap ", as_bytes(gap));
	return cause_says(c,
		"the stack would have to grow into the guard gap above "
		"another mapping");
}

static const struct cause_row rows[] = {
	{"stack-limit",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"the stack would have to grow beyond its limit",
		"ulimit -s KIB", stack_limit},
	{"stack-guard-gap",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"the stack would have to grow too close to another mapping",
		"the mapping elsewhere, or the boot option stack_guard_gap=",
		guard_gap},
};

const struct cause_table causes_of_stack_growth = {rows, ARRAY_SIZE(rows)};
