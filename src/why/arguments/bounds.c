/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges that pass the end of the address space, or do not fit into it. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "proc/address_layout.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "why/heap/program_break.h"
#include "words/array.h"
#include "words/uapi.h"

/* Rounding up to whole pages overflows to 0. */
static bool explain_wrapped(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t length)
{
	cause_fact(c, param, "asked ", as_bytes(length));
	cause_fact(c, "rounded", "rounded ", as_bytes(0));
	return cause_says(c,
		d->error ? "the length is rounded up to 0"
			 : "nothing was done: the length is rounded up to 0");
}

static bool explain_beyond(const struct diagnosis *d, struct cause *c,
	uint64_t start, uint64_t length, bool only_length)
{
	uint64_t limit = user_end(d);
	char text[32];

	if (!only_length)
		cause_fact(c, "start", NULL, as_address(start));
	cause_fact(
		c, "length", only_length ? "asked " : NULL, as_bytes(length));
	if (length > UINT64_MAX - start) {
		cause_fact(c, "limit", NULL, as_address(limit));
		return cause_says(c, "its end wraps around to 0");
	}
	if (!limit || start + length <= limit)
		return false;
	if (!only_length)
		cause_fact(c, "end", "it ends at ", as_address(start + length));
	cause_fact(c, "limit", "user addresses end at ", as_address(limit));
	if (!only_length)
		return cause_says(c, "it passes the end of the address space");
	format_about(length, text, sizeof(text));
	return cause_says(c, "%s is more than the address space", text);
}

/* A 32-bit kernel ignores the flag. */
static bool is_for_32_bits(const struct diagnosis *d)
{
#ifdef MAP_32BIT
	return sizeof(void *) == 8 && asks(d, &command_mmap) &&
	       arg(d->call, ROLE_FLAGS) & MAP_32BIT;
#else
	(void)d;
	return false;
#endif
}

/*
 * Where the kernel looks for room (arch/x86/kernel/sys_x86_64.c, and
 * arch_get_mmap_end() elsewhere).  On some machines it uses the highest
 * addresses only if addr is there.
 */
static struct range window_of(const struct diagnosis *d)
{
	const struct address_space *space = address_space(d);
	bool hinted = asks(d, &command_mmap) &&
		      arg(d->call, ROLE_ADDR) > space->hinted_start;

	if (is_for_32_bits(d))
		return (struct range){UINT64_C(1) << 30, UINT64_C(1) << 31};
	return (struct range){
		0, hinted ? space->user_end : space->hinted_start};
}

static uint64_t largest_gap(const struct diagnosis *d, struct range window)
{
	struct maps maps = diagnosis_maps(d);
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

/* There is room higher up, which the kernel uses only on request. */
static void try_higher(
	const struct diagnosis *d, struct cause *c, uint64_t length)
{
	const struct address_space *space = address_space(d);
	uint64_t higher = address_power_above(space->hinted_start + 1);

	if (!asks(d, &command_mmap) ||
		arg(d->call, ROLE_ADDR) > space->hinted_start ||
		higher >= space->user_end || length > space->user_end - higher)
		return;
	cause_fact(c, "hinted_start", "only with addr above ",
		as_address(space->hinted_start));
	cause_try(c, "--addr 0x%llx", (unsigned long long)higher);
}

/*
 * The kernel begins to look for room for MAP_32BIT in the first 32 MiB of the
 * window, at an address that is random for each call (find_start_end()).
 */
static uint64_t random_start(const struct diagnosis *d)
{
	enum { RANDOM_MOST = 32 << 20 };

	return is_for_32_bits(d) && read_randomizes(d->subject) ? RANDOM_MOST
								: 0;
}

static bool no_room_below_2_gib(const struct diagnosis *d, struct cause *c,
	uint64_t largest, uint64_t sure, uint64_t length)
{
	char most[32], least[32];

	format_about(largest, most, sizeof(most));
	format_about(sure, least, sizeof(least));
	cause_fact(c, "length", "asked ", as_bytes(length));
	cause_fact(c, "largest_gap", NULL, as_bytes(largest));
	cause_fact(c, "always", "what always fits ", as_bytes(sure));
	/* Where the kernel began is not known. */
	c->verified = length > largest;
	if (sure)
		cause_try(c, "--length %" PRIu64, sure);
	if (sure == largest)
		return cause_says(c,
			"no gap of MAP_32BIT is large enough: the largest has "
			"%s",
			most);
	if (length <= largest)
		cause_try(c,
			d->record->traced ? "setarch -R PROGRAM" : "--no-aslr");
	return cause_says(c,
		"no gap of MAP_32BIT is large enough: the random start leaves "
		"%s to %s",
		least, most);
}

/* Not fixed: it must fit between the mappings. */
static bool no_gap(const struct diagnosis *d, struct cause *c, uint64_t length)
{
	struct range window = window_of(d);
	uint64_t largest = largest_gap(d, window), sure;
	char text[32];

	window.start += random_start(d);
	sure = largest_gap(d, window);
	if (!largest || length <= sure)
		return false;
	if (is_for_32_bits(d))
		return no_room_below_2_gib(d, c, largest, sure, length);
	cause_fact(c, "length", "asked ", as_bytes(length));
	cause_fact(c, "largest_gap", NULL, as_bytes(largest));
	try_higher(d, c, length);
	format_about(largest, text, sizeof(text));
	return cause_says(
		c, "no gap is large enough: the largest has %s", text);
}

/* mm/mmap.c: the last page's number must fit into a pgoff_t. */
static bool explain_offset(const struct diagnosis *d, struct cause *c)
{
	uint64_t offset = (uint64_t)signed_arg(d->call, ROLE_OFFSET);
	uint64_t length = page_ceil(d, arg(d->call, ROLE_LENGTH));

	c->verified = offset > INT64_MAX || length > INT64_MAX - offset;
	cause_fact(c, "offset", "offset ",
		as_number(signed_arg(d->call, ROLE_OFFSET)));
	cause_fact(c, "length", "length ", as_bytes(arg(d->call, ROLE_LENGTH)));
	return cause_says(
		c, "offset + length is more than the largest file size");
}

/* The stack and its guard are one mapping. */
static bool thread_out_of_range(const struct diagnosis *d, struct cause *c)
{
	const struct thread_findings *found = &d->record->returned.found.thread;
	uint64_t stack = found->stack_size, guard = found->guard_size, length;

	if (!d->record->has_returned)
		return false;
	if (!__builtin_add_overflow(stack, guard, &length) &&
		page_ceil(d, length) >= length)
		return explain_beyond(d, c, 0, length, true) ||
		       (c->fact_count = 0, no_gap(d, c, length));
	cause_fact(c, "stack", "stack ", as_bytes(stack));
	cause_fact(c, "guard", "guard ", as_bytes(guard));
	return cause_says(c, "stack and guard together wrap around to 0");
}

static bool out_of_range(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	bool rounds_start =
		asks(d, &command_mlock) || asks(d, &command_munlock);
	uint64_t head = rounds_start ? arg(call, ROLE_ADDR) % d->page : 0;

	if (command_has_trait(d->command, CALL_USES_HEAP))
		return allocator_needs(d) &&
		       (explain_beyond(d, c, 0, allocator_needs(d), true) ||
			       (c->fact_count = 0,
				       no_gap(d, c, allocator_needs(d))));
	if (asks(d, &command_thread))
		return thread_out_of_range(d, c);
	if (asks(d, &command_brk) || asks(d, &command_sbrk))
		return heap_out_of_range(d, c);
	if (arg(call, ROLE_LENGTH) &&
		page_ceil(d, arg(call, ROLE_LENGTH) + head) == 0 &&
		!asks(d, &command_mincore))
		return explain_wrapped(d, c, "length", arg(call, ROLE_LENGTH));
	if (!d->error)
		return false;
	if (asks(d, &command_mmap) && d->error != ENOMEM)
		return d->error == EOVERFLOW && explain_offset(d, c);
	if (asks(d, &command_mmap) && !call_has_flag(call, FLAG_FIXES))
		return explain_beyond(d, c, 0, arg(call, ROLE_LENGTH), true) ||
		       (c->fact_count = 0,
			       no_gap(d, c, arg(call, ROLE_LENGTH)));
	if (asks(d, &command_mremap) &&
		page_ceil(d, arg(call, ROLE_NEW_LENGTH)) == 0)
		return arg(call, ROLE_NEW_LENGTH) &&
		       explain_wrapped(
			       d, c, "new-length", arg(call, ROLE_NEW_LENGTH));
	if (asks(d, &command_mremap) && call_has_flag(call, FLAG_FIXES))
		return explain_beyond(d, c, arg(call, ROLE_NEW_ADDR),
			arg(call, ROLE_NEW_LENGTH), false);
	if (asks(d, &command_mremap))
		return explain_beyond(
			d, c, 0, arg(call, ROLE_NEW_LENGTH), true);
	if (!arg(call, ROLE_LENGTH))
		return false;
	return explain_beyond(
		d, c, arg(call, ROLE_ADDR), arg(call, ROLE_LENGTH), false);
}

static const struct cause_row rows[] = {
	{"out-of-range",
		HEAP_ENOMEM "mprotect=ENOMEM madvise=EINVAL,ENOMEM "
			    "prctl=EINVAL,ENOMEM "
			    "mlock=ok,EINVAL,ENOMEM munlock=ok,EINVAL,ENOMEM "
			    "munmap=EINVAL mincore=ENOMEM msync=ok,ENOMEM "
			    "mseal=EINVAL,ENOMEM mmap=ENOMEM,EOVERFLOW "
			    "mremap=EINVAL,ENOMEM brk=ENOMEM sbrk=ENOMEM "
			    "thread=EAGAIN,EINVAL",
		"it passes the end of the address space, or its length wraps "
		"to 0",
		"a smaller --length, --size or --stack-size", out_of_range},
};

const struct cause_table causes_of_bounds = {rows, ARRAY_SIZE(rows)};
