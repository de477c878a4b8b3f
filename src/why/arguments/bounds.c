/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What passes the end of the address space, or finds no room in it. */
#include <errno.h>
#include <string.h>

#include "why/heap/allocator.h"
#include "why/heap.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* Rounded up to whole pages it is 0 again. */
static bool tell_wrapped(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t length)
{
	cause_fact(c, param, "asked ", as_bytes(length));
	cause_fact(c, "rounded", "rounded ", as_bytes(0));
	return cause_says(c,
		q->error ? "the length is rounded up to 0"
			 : "nothing was done: the length is rounded up to 0");
}

static bool tell_beyond(const struct inquiry *q, struct cause *c,
	uint64_t start, uint64_t length, bool only_length)
{
	uint64_t limit = user_end(q);
	char text[32];

	if (!only_length)
		cause_fact(c, "start", NULL, as_address(start));
	cause_fact(
		c, "length", only_length ? "asked " : NULL, as_bytes(length));
	if (length > UINT64_MAX - start) {
		cause_fact(c, "limit", NULL, as_address(limit));
		return cause_says(c, "the end of it wraps around to 0");
	}
	if (!limit || start + length <= limit)
		return false;
	if (!only_length)
		cause_fact(c, "end", "it ends at ", as_address(start + length));
	cause_fact(c, "limit", "programs have addresses below ",
		as_address(limit));
	if (!only_length)
		return cause_says(c, "it passes the end of the address space");
	format_about(length, text, sizeof(text));
	return cause_says(c, "%s is more than the address space has", text);
}

/*
 * Where the kernel looks for room (arch/x86/kernel/sys_x86_64.c, and
 * arch_get_mmap_end() elsewhere).  In the highest addresses of some machines it
 * does only where addr lies there.
 */
static struct range window_of(const struct inquiry *q)
{
	const struct address_space *space = address_space(q);
	bool hinted = asks(q, &command_mmap) &&
		      arg(q->call, ROLE_ADDR) > space->hinted_start;

#ifdef MAP_32BIT
	if (arg(q->call, ROLE_FLAGS) & MAP_32BIT)
		return (struct range){UINT64_C(1) << 30, UINT64_C(1) << 31};
#endif
	return (struct range){
		0, hinted ? space->user_end : space->hinted_start};
}

static uint64_t largest_gap(const struct inquiry *q, struct range window)
{
	struct maps maps = inquiry_maps(q);
	struct mapping m;
	uint64_t at = window.start, largest = 0;

	while (at < window.end) {
		bool more = maps_next(&maps, &m);
		uint64_t end =
			more && m.start < window.end ? m.start : window.end;

		if (end > at && end - at > largest)
			largest = end - at;
		if (!more)
			break;
		if (m.end > at)
			at = m.end;
	}
	return largest;
}

/* There is room higher up, which the kernel uses for who asks. */
static void try_higher(
	const struct inquiry *q, struct cause *c, uint64_t length)
{
	const struct address_space *space = address_space(q);
	uint64_t higher = address_power_above(space->hinted_start + 1);

	if (!asks(q, &command_mmap) ||
		arg(q->call, ROLE_ADDR) > space->hinted_start ||
		higher >= space->user_end || length > space->user_end - higher)
		return;
	cause_fact(c, "hinted_start", "only addr leads above ",
		as_address(space->hinted_start));
	cause_try(c, "--addr 0x%llx", (unsigned long long)higher);
}

/* Not fixed: it must fit somewhere between what is mapped. */
static bool no_gap(const struct inquiry *q, struct cause *c, uint64_t length)
{
	struct range window = window_of(q);
	uint64_t largest = largest_gap(q, window);
	char text[32];

	if (!largest || length <= largest)
		return false;
	cause_fact(c, "length", "asked ", as_bytes(length));
	cause_fact(c, "largest_gap", NULL, as_bytes(largest));
	if (!window.start)
		try_higher(q, c, length);
	format_about(largest, text, sizeof(text));
	return cause_says(c, "it fits into no gap%s: the largest has %s",
		window.start ? " of MAP_32BIT" : "", text);
}

/* mm/mmap.c: the last page must have a number that fits into a file's. */
static bool tell_offset(const struct inquiry *q, struct cause *c)
{
	uint64_t offset = (uint64_t)signed_arg(q->call, ROLE_OFFSET);
	uint64_t length = page_ceil(q, arg(q->call, ROLE_LENGTH));

	c->verified = offset > INT64_MAX || length > INT64_MAX - offset;
	cause_fact(c, "offset", "offset ",
		as_number(signed_arg(q->call, ROLE_OFFSET)));
	cause_fact(c, "length", "length ", as_bytes(arg(q->call, ROLE_LENGTH)));
	return cause_says(
		c, "offset and length pass the largest size of a file");
}

static bool out_of_range(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	bool rounds_start =
		asks(q, &command_mlock) || asks(q, &command_munlock);
	uint64_t head = rounds_start ? arg(call, ROLE_ADDR) % q->page : 0;

	if (command_has_trait(q->command, CALL_USES_HEAP))
		return allocator_needs(q) &&
		       (tell_beyond(q, c, 0, allocator_needs(q), true) ||
			       (c->fact_count = 0,
				       no_gap(q, c, allocator_needs(q))));
	if (asks(q, &command_brk) || asks(q, &command_sbrk))
		return heap_out_of_range(q, c);
	if (arg(call, ROLE_LENGTH) &&
		page_ceil(q, arg(call, ROLE_LENGTH) + head) == 0 &&
		!asks(q, &command_mincore))
		return tell_wrapped(q, c, "length", arg(call, ROLE_LENGTH));
	if (!q->error)
		return false;
	if (asks(q, &command_mmap) && q->error != ENOMEM)
		return q->error == EOVERFLOW && tell_offset(q, c);
	if (asks(q, &command_mmap) &&
		!(arg(call, ROLE_FLAGS) & (MAP_FIXED | MAP_FIXED_NOREPLACE)))
		return tell_beyond(q, c, 0, arg(call, ROLE_LENGTH), true) ||
		       (c->fact_count = 0,
			       no_gap(q, c, arg(call, ROLE_LENGTH)));
	if (asks(q, &command_mremap) &&
		page_ceil(q, arg(call, ROLE_NEW_LENGTH)) == 0)
		return arg(call, ROLE_NEW_LENGTH) &&
		       tell_wrapped(
			       q, c, "new-length", arg(call, ROLE_NEW_LENGTH));
	if (asks(q, &command_mremap) && arg(call, ROLE_FLAGS) & MREMAP_FIXED)
		return tell_beyond(q, c, arg(call, ROLE_NEW_ADDR),
			arg(call, ROLE_NEW_LENGTH), false);
	if (asks(q, &command_mremap))
		return tell_beyond(q, c, 0, arg(call, ROLE_NEW_LENGTH), true);
	if (!arg(call, ROLE_LENGTH))
		return false;
	return tell_beyond(
		q, c, arg(call, ROLE_ADDR), arg(call, ROLE_LENGTH), false);
}

static const struct cause_row rows[] = {
	{"out-of-range",
		HEAP_ENOMEM "mprotect=ENOMEM,EINVAL madvise=EINVAL,ENOMEM "
			    "mlock=ok,EINVAL,ENOMEM munlock=ok,EINVAL,ENOMEM "
			    "munmap=EINVAL mincore=ENOMEM msync=ok,ENOMEM "
			    "mseal=EINVAL,ENOMEM mmap=ENOMEM,EOVERFLOW "
			    "mremap=EINVAL,ENOMEM brk=ENOMEM sbrk=ENOMEM",
		"it passes the end of the address space, or its length wraps "
		"to 0",
		"a smaller --length, or --size", out_of_range},
};

const struct cause_table causes_of_bounds = {rows, ARRAY_SIZE(rows)};
