/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requested addresses that were taken, too low or not followed. */
#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/heap/program_break.h"
#include "words/array.h"
#include "words/uapi.h"

/* The first mapping in a range. */
static bool first_in(
	const struct diagnosis *d, struct range range, struct mapping *m)
{
	struct maps_walk walk = maps_walk_of(d, range);

	return maps_walk_next(&walk, m);
}

static bool taken(const struct diagnosis *d, struct cause *c,
	struct range range, const char *message)
{
	struct mapping m;

	if (range.end <= range.start || !first_in(d, range, &m))
		return false;
	cause_mapping(c, &m);
	cause_fact(c, "start", NULL, as_address(m.start));
	cause_fact(c, "end", NULL, as_address(m.end));
	return cause_says(c, "%s", message);
}

/*
 * mremap(2): the old and the new range may not overlap; without MREMAP_MAYMOVE,
 * the memory after the old one must be free.
 */
static bool taken_by_mremap(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	uint64_t old = page_ceil(d, arg(call, ROLE_LENGTH));
	uint64_t new = page_ceil(d, arg(call, ROLE_NEW_LENGTH));
	uint64_t to = page_floor(d, arg(call, ROLE_NEW_ADDR));
	struct range overlap = {
		arg(call, ROLE_ADDR), arg(call, ROLE_ADDR) + old};

	if (arg(call, ROLE_FLAGS) & MREMAP_FIXED) {
		if (d->error != EINVAL || to >= arg(call, ROLE_ADDR) + old ||
			arg(call, ROLE_ADDR) >= to + new)
			return false;
		if (to > overlap.start)
			overlap.start = to;
		if (to + new < overlap.end)
			overlap.end = to + new;
		cause_fact(
			c, "start", "both contain ", as_address(overlap.start));
		cause_fact(c, "end", "to ", as_address(overlap.end));
		return cause_says(c, "the new range overlaps the old one");
	}
	if (d->error != ENOMEM || arg(call, ROLE_FLAGS) & MREMAP_MAYMOVE ||
		new <= old ||
		!taken(d, c,
			(struct range){arg(call, ROLE_ADDR) + old,
				arg(call, ROLE_ADDR) + new},
			"another mapping is in the way, and moving is not "
			"allowed"))
		return false;
	cause_try(c, "--flags MREMAP_MAYMOVE");
	return true;
}

static bool address_taken(const struct diagnosis *d, struct cause *c)
{
	struct range range;

	if (asks(d, &command_brk) || asks(d, &command_sbrk))
		return heap_blocked(d, c);
	if (asks(d, &command_mremap))
		return taken_by_mremap(d, c);
	if (!(arg(d->call, ROLE_FLAGS) & MAP_FIXED_NOREPLACE) ||
		!range_of(d, &range) ||
		!taken(d, c, range, "a mapping is there already"))
		return false;
	/* Never suggest MAP_FIXED: it may replace what the process runs on. */
	cause_try_flags(c, &names_map,
		arg(d->call, ROLE_FLAGS) & ~(uint64_t)MAP_FIXED_NOREPLACE);
	return true;
}

/* security/min_addr.c: lower addresses need CAP_SYS_RAWIO. */
static bool min_addr(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	bool maps = asks(d, &command_mmap);
	uint64_t wanted =
		maps ? arg(call, ROLE_ADDR) : arg(call, ROLE_NEW_ADDR);
	uint64_t least;

	if (!call_has_flag(call, FLAG_FIXES) ||
		!read_number("/proc/sys/vm/mmap_min_addr", &least) ||
		wanted >= least || diagnosis_capable(d, CAP_SYS_RAWIO))
		return false;
	cause_fact(c, maps ? "addr" : "new-addr", "asked ", as_address(wanted));
	cause_fact(c, "min_addr", "vm.mmap_min_addr ", as_address(least));
	cause_text(c, "capability", "", "no CAP_SYS_RAWIO");
	cause_try(c, "--%s 0x%llx", maps ? "addr" : "new-addr",
		(unsigned long long)least);
	cause_try(c, "sysctl vm.mmap_min_addr=%llu",
		(unsigned long long)page_floor(d, wanted));
	return cause_says(
		c, "it is below the lowest address that may be mapped");
}

/* Why the hint was not usable; sets the message.  False: unknown. */
static bool hint_is_bad(const struct diagnosis *d, struct cause *c)
{
	uint64_t hint = page_floor(d, arg(d->call, ROLE_ADDR));
	uint64_t length = page_ceil(d, arg(d->call, ROLE_LENGTH)), least;
	struct range wanted = {hint, hint + length};
	uint64_t limit;

	if (wanted.end > wanted.start &&
		taken(d, c, wanted,
			"the hint was not followed: a mapping is there"))
		return true;
	if (read_number("/proc/sys/vm/mmap_min_addr", &least) && hint < least) {
		cause_fact(
			c, "min_addr", "vm.mmap_min_addr ", as_address(least));
		return cause_says(c, "the hint is below vm.mmap_min_addr");
	}
	limit = user_end(d);
	if (limit && (wanted.end < wanted.start || wanted.end > limit)) {
		cause_fact(c, "limit", "user addresses end at ",
			as_address(limit));
		return cause_says(
			c, "the hint passes the end of the address space");
	}
	return false;
}

static bool hint_not_honoured(const struct diagnosis *d, struct cause *c)
{
	uint64_t hint = arg(d->call, ROLE_ADDR);
	uint64_t got = (uint64_t)d->record->returned.value;

	if (!hint || got == hint || call_has_flag(d->call, FLAG_FIXES))
		return false;
	cause_fact(c, "hint", "hint ", as_address(hint));
	cause_fact(c, "got", NULL, as_address(got));
	if (got == page_floor(d, hint))
		return cause_says(
			c, "the hint was rounded down to a whole page");
	if (hint_is_bad(d, c))
		return true;
	cause_try_flags(
		c, &names_map, arg(d->call, ROLE_FLAGS) | MAP_FIXED_NOREPLACE);
	return cause_says(
		c, "the kernel chose another place: addr is only a hint");
}

static const struct cause_row rows[] = {
	{"address-taken",
		"mmap=EEXIST mremap=EINVAL,ENOMEM brk=ENOMEM sbrk=ENOMEM",
		"another mapping is there, or in the way", "another address",
		address_taken},
	{"min-addr", "mmap=EPERM,EACCES mremap=EPERM,EACCES",
		"it is below the lowest address that may be mapped",
		"an --addr of vm.mmap_min_addr or more, or CAP_SYS_RAWIO",
		min_addr},
	{"hint-not-honoured", "mmap=ok",
		"addr is only a hint: the kernel chose another place",
		"--flags +fixed_noreplace", hint_not_honoured},
};

const struct cause_table causes_of_placement = {rows, ARRAY_SIZE(rows)};
