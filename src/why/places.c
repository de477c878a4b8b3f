/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where memory was asked for, and what was there. */
#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"
#include "why/heap.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* The first mapping in a range. */
static bool first_in(
	const struct inquiry *q, struct range range, struct mapping *m)
{
	struct maps_walk walk = maps_walk_of(q, range);

	return maps_walk_next(&walk, m);
}

static bool taken(const struct inquiry *q, struct cause *c, struct range range,
	const char *message)
{
	struct mapping m;

	if (range.end <= range.start || !first_in(q, range, &m))
		return false;
	cause_mapping(c, &m);
	cause_fact(c, "start", NULL, as_address(m.start));
	cause_fact(c, "end", NULL, as_address(m.end));
	return cause_says(c, "%s", message);
}

/* mremap(2): neither may the old and the new place overlap, nor, without
 * MREMAP_MAYMOVE, something else be behind the old one. */
static bool taken_by_mremap(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t old = page_ceil(q, arg(call, ROLE_LENGTH));
	uint64_t new = page_ceil(q, arg(call, ROLE_NEW_LENGTH));
	uint64_t to = page_floor(q, arg(call, ROLE_NEW_ADDR));
	struct range overlap = {
		arg(call, ROLE_ADDR), arg(call, ROLE_ADDR) + old};

	if (arg(call, ROLE_FLAGS) & MREMAP_FIXED) {
		if (q->error != EINVAL || to >= arg(call, ROLE_ADDR) + old ||
			arg(call, ROLE_ADDR) >= to + new)
			return false;
		if (to > overlap.start)
			overlap.start = to;
		if (to + new < overlap.end)
			overlap.end = to + new;
		cause_fact(c, "start", "both have ", as_address(overlap.start));
		cause_fact(c, "end", "to ", as_address(overlap.end));
		return cause_says(c, "the new place overlaps the old one");
	}
	if (q->error != ENOMEM || arg(call, ROLE_FLAGS) & MREMAP_MAYMOVE ||
		new <= old ||
		!taken(q, c,
			(struct range){arg(call, ROLE_ADDR) + old,
				arg(call, ROLE_ADDR) + new},
			"a mapping is in the way, and it may not move"))
		return false;
	cause_try(c, "--flags MREMAP_MAYMOVE");
	return true;
}

static bool address_taken(const struct inquiry *q, struct cause *c)
{
	struct range range;

	if (asks(q, &command_brk) || asks(q, &command_sbrk))
		return heap_blocked(q, c);
	if (asks(q, &command_mremap))
		return taken_by_mremap(q, c);
	if (!(arg(q->call, ROLE_FLAGS) & MAP_FIXED_NOREPLACE) ||
		!range_of(q, &range) ||
		!taken(q, c, range, "a mapping is there already"))
		return false;
	/* Never MAP_FIXED: what is there may be what the process runs on. */
	cause_try_flags(c, &names_map,
		arg(q->call, ROLE_FLAGS) & ~(uint64_t)MAP_FIXED_NOREPLACE);
	return true;
}

/* security/min_addr.c: below it one needs CAP_SYS_RAWIO. */
static bool min_addr(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	bool maps = asks(q, &command_mmap);
	uint64_t wanted =
		maps ? arg(call, ROLE_ADDR) : arg(call, ROLE_NEW_ADDR);
	uint64_t fixed = maps ? MAP_FIXED | MAP_FIXED_NOREPLACE : MREMAP_FIXED;
	uint64_t least;

	if (!(arg(call, ROLE_FLAGS) & fixed) ||
		!read_number("/proc/sys/vm/mmap_min_addr", &least) ||
		wanted >= least || inquiry_capable(q, CAP_SYS_RAWIO))
		return false;
	cause_fact(c, maps ? "addr" : "new-addr", "asked ", as_address(wanted));
	cause_fact(c, "min_addr", "vm.mmap_min_addr ", as_address(least));
	cause_text(c, "capability", "", "no CAP_SYS_RAWIO");
	cause_try(c, "--%s 0x%llx", maps ? "addr" : "new-addr",
		(unsigned long long)least);
	cause_try(c, "sysctl vm.mmap_min_addr=%llu",
		(unsigned long long)page_floor(q, wanted));
	return cause_says(
		c, "it lies below the lowest address that may be mapped");
}

/* Why the hint was no good; the message is set.  False: nobody knows. */
static bool hint_is_bad(const struct inquiry *q, struct cause *c)
{
	uint64_t hint = page_floor(q, arg(q->call, ROLE_ADDR));
	uint64_t length = page_ceil(q, arg(q->call, ROLE_LENGTH)), least;
	struct range wanted = {hint, hint + length};
	uint64_t limit;

	if (wanted.end > wanted.start &&
		taken(q, c, wanted,
			"the hint was not followed: a mapping is there"))
		return true;
	if (read_number("/proc/sys/vm/mmap_min_addr", &least) && hint < least) {
		cause_fact(
			c, "min_addr", "vm.mmap_min_addr ", as_address(least));
		return cause_says(c, "the hint lies below vm.mmap_min_addr");
	}
	limit = user_end(q);
	if (limit && (wanted.end < wanted.start || wanted.end > limit)) {
		cause_fact(c, "limit", "programs have addresses below ",
			as_address(limit));
		return cause_says(
			c, "the hint passes the end of the address space");
	}
	return false;
}

static bool hint_not_honoured(const struct inquiry *q, struct cause *c)
{
	uint64_t hint = arg(q->call, ROLE_ADDR);
	uint64_t got = (uint64_t)q->record->returned.value;

	if (!hint || got == hint ||
		arg(q->call, ROLE_FLAGS) & (MAP_FIXED | MAP_FIXED_NOREPLACE))
		return false;
	cause_fact(c, "hint", "hint ", as_address(hint));
	cause_fact(c, "got", NULL, as_address(got));
	if (got == page_floor(q, hint))
		return cause_says(
			c, "the hint was rounded down to a whole page");
	if (hint_is_bad(q, c))
		return true;
	cause_try_flags(
		c, &names_map, arg(q->call, ROLE_FLAGS) | MAP_FIXED_NOREPLACE);
	return cause_says(
		c, "the kernel chose another place: addr is only a hint");
}

static const struct cause_row rows[] = {
	{"address-taken",
		"mmap=EEXIST mremap=EINVAL,ENOMEM brk=ENOMEM sbrk=ENOMEM",
		"another mapping is there, or in the way", "another address",
		address_taken},
	{"min-addr", "mmap=EPERM,EACCES mremap=EPERM,EACCES",
		"it lies below the lowest address that may be mapped",
		"an --addr of vm.mmap_min_addr or more, or CAP_SYS_RAWIO",
		min_addr},
	{"hint-not-honoured", "mmap=ok",
		"addr is a hint, and the kernel chose another place",
		"--flags +fixed_noreplace", hint_not_honoured},
};

const struct cause_table causes_of_places = {rows, ARRAY_SIZE(rows)};
