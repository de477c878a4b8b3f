/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mapped, and does not go with the call. */
#include <errno.h>
#include <string.h>

#include "why/limits/growth.h"
#include "why/heap.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* The memory that must be mapped for the call, as the kernel rounds it. */
static bool required(const struct inquiry *q, struct range *range)
{
	if (!asks(q, &command_mremap))
		return range_of(q, range);
	range->start = page_floor(q, arg(q->call, ROLE_ADDR));
	range->end = page_ceil(
		q, arg(q->call, ROLE_ADDR) + arg(q->call, ROLE_LENGTH));
	if (range->end <= range->start)
		range->end = range->start + q->page;
	return range->end > range->start;
}

/*
 * Whether the parts before a hole are changed all the same.  A limit is looked
 * at before anything is.
 */
static bool goes_on(const struct inquiry *q)
{
	struct locking l;

	if (asks(q, &command_mlock) && refused_by_memlock(q, &l))
		return false;
	return !asks(q, &command_mseal) && !asks(q, &command_mremap) &&
	       !asks(q, &command_mincore);
}

/* mlock(2) and others: what was mapped before the hole is done by then. */
static bool hole(const struct inquiry *q, struct cause *c)
{
	struct range range, hole;
	char size[32];
	bool partly;

	if (!required(q, &range) || !range_hole(q, range, &hole))
		return false;
	partly = goes_on(q) &&
		 (hole.start > range.start ||
			 (hole.end < range.end && asks(q, &command_madvise)));
	format_bytes(hole.end - hole.start, size, sizeof(size));
	cause_fact(c, "hole", "at ", as_address(hole.start));
	cause_fact(c, "size", "of ", as_bytes(hole.end - hole.start));
	cause_fact(
		c, "mapped_before", NULL, as_bytes(hole.start - range.start));
	if (hole.start > range.start)
		cause_try_size(
			q, c, "length", hole.start - arg(q->call, ROLE_ADDR));
	if (partly && asks(q, &command_madvise))
		return cause_says(c, "not all of it is mapped; what is was "
				     "advised all the same");
	if (partly)
		return cause_says(c, "not all of it is mapped; what lies "
				     "before the hole was done");
	if (hole.end - hole.start == range.end - range.start)
		return cause_says(c, "nothing is mapped there");
	return cause_says(c, "not all of it is mapped");
}

static bool mapping_locked(const struct inquiry *q, struct cause *c)
{
	bool advises = asks(q, &command_madvise);
	struct smaps_mapping m;
	struct range range;

	if (advises ? !(inquiry_advice(q)->traits & ADVICE_SPARES_LOCKED)
		    : !(arg(q->call, ROLE_FLAGS) & MS_INVALIDATE))
		return false;
	if (!range_of(q, &range) ||
		range_flagged(q, range, "lo", true, &m) != 1)
		return false;
	cause_mapping(c, &m.mapping);
	cause_fact(c, "start", NULL, as_address(m.mapping.start));
	cause_fact(c, "end", NULL, as_address(m.mapping.end));
	if (advises && arg(q->call, ROLE_ADVICE) == MADV_DONTNEED)
		cause_try(c, "madvise dontneed_locked");
	cause_try(c, "munlock");
	return cause_says(c, "the memory is locked");
}

/* The ranges that the call would change; the second may be empty. */
static size_t changed(const struct inquiry *q, struct range list[2])
{
	const struct call *call = q->call;
	size_t count;

	if (asks(q, &command_brk) || asks(q, &command_sbrk))
		return heap_given_back(q, &list[0]);
	count = required(q, &list[0]);
	if (asks(q, &command_mmap) && !(arg(call, ROLE_FLAGS) & MAP_FIXED))
		return 0;
	if (asks(q, &command_mremap) && arg(call, ROLE_FLAGS) & MREMAP_FIXED) {
		list[count].start = arg(call, ROLE_NEW_ADDR);
		list[count].end = page_ceil(q,
			arg(call, ROLE_NEW_ADDR) + arg(call, ROLE_NEW_LENGTH));
		count++;
	}
	return count;
}

/* mseal(2): "sl" in VmFlags, on the kernels that show it. */
static bool sealed_mapping(const struct inquiry *q, struct cause *c)
{
	struct smaps_mapping m;
	struct range list[2];
	size_t count = changed(q, list);

	for (size_t i = 0; i < count; i++) {
		if (range_flagged(q, list[i], "sl", true, &m) != 1)
			continue;
		cause_mapping(c, &m.mapping);
		cause_fact(c, "start", NULL, as_address(m.mapping.start));
		cause_fact(c, "end", NULL, as_address(m.mapping.end));
		return cause_says(c,
			"mseal has sealed the mapping until the process "
			"ends");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"hole",
		"mlock=ENOMEM munlock=ENOMEM madvise=ENOMEM mprotect=ENOMEM "
		"msync=ENOMEM mincore=ENOMEM mseal=ENOMEM mremap=EFAULT",
		"not all of the memory is mapped", "a shorter --length", hole},
	{"mapping-locked", "madvise=EINVAL msync=EBUSY", "the memory is locked",
		"munlock, or madvise dontneed_locked", mapping_locked},
	{"sealed-mapping",
		"munmap=EPERM mprotect=EPERM mremap=EPERM mmap=EPERM "
		"madvise=EPERM brk=ENOMEM sbrk=ENOMEM",
		"the mapping is sealed (mseal)", NULL, sealed_mapping},
};

const struct cause_table causes_of_mappings = {rows, ARRAY_SIZE(rows)};
