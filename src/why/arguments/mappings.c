/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings, or holes, that prevent the call. */
#include <errno.h>
#include <string.h>

#include "why/evidence.h"
#include "why/heap/program_break.h"
#include "why/limits/growth.h"
#include "words/array.h"
#include "words/uapi.h"

/* The range that must be mapped for the call, rounded as by the kernel. */
static bool required(const struct diagnosis *d, struct range *range)
{
	if (!asks(d, &command_mremap))
		return range_of(d, range);
	range->start = page_floor(d, arg(d->call, ROLE_ADDR));
	range->end = page_ceil(
		d, arg(d->call, ROLE_ADDR) + arg(d->call, ROLE_LENGTH));
	if (range->end <= range->start)
		range->end = range->start + d->page;
	return range->end > range->start;
}

/*
 * Whether the parts before a hole are still changed.  Limits are checked before
 * any change.
 */
static bool goes_on(const struct diagnosis *d)
{
	struct locking locking;

	if (asks(d, &command_mlock) && refused_by_memlock(d, &locking))
		return false;
	return !asks(d, &command_mseal) && !asks(d, &command_mremap) &&
	       !asks(d, &command_mincore);
}

/* Both go on after a hole, and report it at the end: mm/madvise.c. */
static bool skips_holes(const struct diagnosis *d)
{
	return asks(d, &command_madvise) || asks(d, &command_prctl);
}

/* mlock(2) and others: the memory before the hole is done by then. */
static bool hole(const struct diagnosis *d, struct cause *c)
{
	struct range range, hole;
	char size[32];
	bool partly;

	if (!required(d, &range) || !range_hole(d, range, &hole))
		return false;
	partly =
		goes_on(d) && (hole.start > range.start ||
				      (hole.end < range.end && skips_holes(d)));
	format_bytes(hole.end - hole.start, size, sizeof(size));
	cause_fact(c, "hole", "at ", as_address(hole.start));
	cause_fact(c, "size", "of ", as_bytes(hole.end - hole.start));
	cause_fact(
		c, "mapped_before", NULL, as_bytes(hole.start - range.start));
	if (hole.start > range.start)
		cause_try_size(
			d, c, "length", hole.start - arg(d->call, ROLE_ADDR));
	if (partly && skips_holes(d))
		return cause_says(c,
			"not all of it is mapped; the mapped parts were %s",
			asks(d, &command_prctl) ? "named" : "advised");
	if (partly)
		return cause_says(c, "not all of it is mapped; the part before "
				     "the hole was done");
	if (hole.end - hole.start == range.end - range.start)
		return cause_says(c, "nothing is mapped there");
	return cause_says(c, "not all of it is mapped");
}

static bool mapping_locked(const struct diagnosis *d, struct cause *c)
{
	bool advises = asks(d, &command_madvise);
	struct smaps_mapping m;
	struct range range;

	if (advises ? !(diagnosis_advice(d)->traits & ADVICE_SPARES_LOCKED)
		    : !(arg(d->call, ROLE_FLAGS) & MS_INVALIDATE))
		return false;
	if (!range_of(d, &range) ||
		range_flagged(d, range, "lo", true, &m) != 1)
		return false;
	cause_mapping(c, &m.mapping);
	cause_fact(c, "start", NULL, as_address(m.mapping.start));
	cause_fact(c, "end", NULL, as_address(m.mapping.end));
	if (advises && arg(d->call, ROLE_ADVICE) == MADV_DONTNEED)
		cause_try(c, "madvise dontneed_locked");
	cause_try(c, "munlock");
	return cause_says(c, "the memory is locked");
}

/* The ranges that the call would change; the second may be empty. */
static size_t changed(const struct diagnosis *d, struct range list[2])
{
	const struct call *call = d->call;
	size_t count;

	if (asks(d, &command_brk) || asks(d, &command_sbrk))
		return heap_given_back(d, &list[0]);
	count = required(d, &list[0]);
	if (asks(d, &command_mmap) && !call_has_flag(call, FLAG_REPLACES))
		return 0;
	if (asks(d, &command_mremap) && call_has_flag(call, FLAG_REPLACES)) {
		list[count].start = arg(call, ROLE_NEW_ADDR);
		list[count].end = page_ceil(d,
			arg(call, ROLE_NEW_ADDR) + arg(call, ROLE_NEW_LENGTH));
		count++;
	}
	return count;
}

/* mseal(2): "sl" in VmFlags, on the kernels that show it. */
static bool sealed_mapping(const struct diagnosis *d, struct cause *c)
{
	struct smaps_mapping m;
	struct range list[2];
	size_t count = changed(d, list);

	for (size_t i = 0; i < count; i++) {
		if (range_flagged(d, list[i], "sl", true, &m) != 1)
			continue;
		cause_mapping(c, &m.mapping);
		cause_fact(c, "start", NULL, as_address(m.mapping.start));
		cause_fact(c, "end", NULL, as_address(m.mapping.end));
		return cause_says(c,
			"the mapping is sealed (mseal) until the process ends");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"hole",
		"mlock=ENOMEM munlock=ENOMEM madvise=ENOMEM mprotect=ENOMEM "
		"msync=ENOMEM mincore=ENOMEM mseal=ENOMEM mremap=EFAULT "
		"prctl=ENOMEM",
		"not all of the memory is mapped", "a shorter --length", hole},
	{"mapping-locked", "madvise=EINVAL msync=EBUSY", "the memory is locked",
		"munlock, or madvise dontneed_locked", mapping_locked},
	{"sealed-mapping",
		"munmap=EPERM mprotect=EPERM mremap=EPERM mmap=EPERM "
		"madvise=EPERM brk=ENOMEM sbrk=ENOMEM",
		"the mapping is sealed (mseal)", NULL, sealed_mapping},
};

const struct cause_table causes_of_mappings = {rows, ARRAY_SIZE(rows)};
