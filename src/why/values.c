/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that a call refuses, or that make it do nothing. */
#include <errno.h>
#include <string.h>

#include "why/heap.h"
#include "why/ranges.h"
#include "words/uapi.h"

static bool is_fixed(const struct inquiry *q)
{
	return asks(q, "mmap") &&
	       q->call->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE);
}

/* Its neighbours on both sides are the nearest that would do. */
static bool tell_misaligned(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t value, uint64_t unit)
{
	uint64_t below = value - value % unit, above = below + unit;
	bool address = strstr(param, "addr") != NULL;

	cause_fact(
		c, param, NULL, address ? as_address(value) : as_bytes(value));
	cause_fact(c, "page", "page ", as_bytes(unit));
	cause_fact(c, "below", "below ",
		address ? as_address(below) : as_bytes(below));
	cause_fact(c, "above", "above ",
		address ? as_address(above) : as_bytes(above));
	if (address) {
		cause_try_address(q, c, param, below);
		cause_try_address(q, c, param, above);
	} else {
		if (below || strcmp(param, "length") != 0)
			cause_try_size(q, c, param, below);
		cause_try_size(q, c, param, above);
	}
	if (unit == q->page)
		return cause_says(
			c, "%s is no multiple of the page size", param);
	return cause_says(
		c, "%s is no multiple of the huge page that is there", param);
}

/* The size of page that an address of this call must be a multiple of. */
static uint64_t unit_of(const struct inquiry *q, uint64_t address)
{
	if (asks(q, "mmap"))
		return q->page;
	return page_at(q, address);
}

static bool misaligned(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t unit = unit_of(q, call->addr);
	uint64_t end = call->addr + call->length;

	/* A hint need not be aligned. */
	if ((!asks(q, "mmap") || is_fixed(q)) && call->addr % unit)
		return tell_misaligned(q, c, "addr", call->addr, unit);
	if (asks(q, "mmap") && (uint64_t)call->offset % q->page)
		return tell_misaligned(
			q, c, "offset", (uint64_t)call->offset, q->page);
	if (asks(q, "mremap"))
		return call->flags & MREMAP_FIXED && call->new_addr % unit &&
		       tell_misaligned(q, c, "new-addr", call->new_addr, unit);
	/* What ends within a huge page would split it. */
	if (asks(q, "mmap") || call->length == 0)
		return false;
	unit = unit_of(q, end - 1);
	return unit != q->page && end % unit &&
	       tell_misaligned(q, c, "length", call->length, unit);
}

static bool zero_length(const struct inquiry *q, struct cause *c)
{
	bool resizes = asks(q, "mremap");

	if ((resizes ? q->call->new_length : q->call->length) != 0)
		return false;
	cause_fact(c, resizes ? "new-length" : "length", NULL, as_bytes(0));
	if (!q->error)
		return cause_says(
			c, "the length is 0: it succeeds and does nothing");
	if (resizes)
		cause_try(c, "munmap");
	else
		cause_try(c, "--length 1p");
	return cause_says(c, resizes ? "the new length may not be 0"
				     : "the length may not be 0");
}

/* Rounded up to whole pages it is 0 again. */
static bool tell_wrapped(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t length)
{
	cause_fact(c, param, "asked ", as_bytes(length));
	cause_fact(c, "rounded", "rounded ", as_bytes(0));
	return cause_says(c,
		q->error ? "rounded up to pages the length becomes 0"
			 : "rounded up to pages the length becomes 0: nothing "
			   "was done");
}

static bool tell_beyond(const struct inquiry *q, struct cause *c,
	uint64_t start, uint64_t length, bool only_length)
{
	uint64_t limit = user_end(q);

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
	return cause_says(
		c, only_length ? "it is longer than the address space"
			       : "it passes the end of the address space");
}

/* Where the kernel looks for room (arch/x86/kernel/sys_x86_64.c). */
static struct range window_of(const struct inquiry *q)
{
#ifdef MAP_32BIT
	if (q->call->flags & MAP_32BIT)
		return (struct range){UINT64_C(1) << 30, UINT64_C(1) << 31};
#endif
	return (struct range){0, user_end(q)};
}

/* Not fixed: it must fit somewhere between what is mapped. */
static bool no_gap(const struct inquiry *q, struct cause *c)
{
	struct range window = window_of(q);
	struct maps maps = inquiry_maps(q);
	struct mapping m;
	uint64_t at = window.start, largest = 0;
	char text[32];

	while (at < window.end && maps_next(&maps, &m)) {
		uint64_t end = m.start < window.end ? m.start : window.end;

		if (end > at && end - at > largest)
			largest = end - at;
		if (m.end > at)
			at = m.end;
	}
	if (!largest || q->call->length <= largest)
		return false;
	cause_fact(c, "length", "asked ", as_bytes(q->call->length));
	cause_fact(c, "largest_gap", NULL, as_bytes(largest));
	format_about(largest, text, sizeof(text));
	return cause_says(c, "the largest gap %s has %s",
		window.start ? "that MAP_32BIT allows"
			     : "between what is mapped",
		text);
}

/* mm/mmap.c: the last page must have a number that fits into a file's. */
static bool tell_offset(const struct inquiry *q, struct cause *c)
{
	uint64_t offset = (uint64_t)q->call->offset;
	uint64_t length = page_ceil(q, q->call->length);

	c->verified = offset > INT64_MAX || length > INT64_MAX - offset;
	cause_fact(c, "offset", "offset ", as_number(q->call->offset));
	cause_fact(c, "length", "length ", as_bytes(q->call->length));
	return cause_says(c, "it ends beyond the largest size of a file");
}

static bool out_of_range(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	bool rounds_start = asks(q, "mlock") || asks(q, "munlock");
	uint64_t head = rounds_start ? call->addr % q->page : 0;

	if (asks(q, "brk") || asks(q, "sbrk"))
		return heap_out_of_range(q, c);
	if (call->length && page_ceil(q, call->length + head) == 0 &&
		!asks(q, "mincore"))
		return tell_wrapped(q, c, "length", call->length);
	if (!q->error)
		return false;
	if (asks(q, "mmap") && q->error != ENOMEM)
		return q->error == EOVERFLOW && tell_offset(q, c);
	if (asks(q, "mmap") && !is_fixed(q))
		return tell_beyond(q, c, 0, call->length, true) ||
		       (c->fact_count = 0, no_gap(q, c));
	if (asks(q, "mremap") && page_ceil(q, call->new_length) == 0)
		return call->new_length &&
		       tell_wrapped(q, c, "new-length", call->new_length);
	if (asks(q, "mremap") && call->flags & MREMAP_FIXED)
		return tell_beyond(
			q, c, call->new_addr, call->new_length, false);
	if (asks(q, "mremap"))
		return tell_beyond(q, c, 0, call->new_length, true);
	if (!call->length)
		return false;
	return tell_beyond(q, c, call->addr, call->length, false);
}

#define RANGES                                                                 \
	"mprotect=ENOMEM,EINVAL madvise=EINVAL,ENOMEM mlock=ok,EINVAL,ENOMEM " \
	"munlock=ok,EINVAL,ENOMEM munmap=EINVAL mincore=ENOMEM "               \
	"msync=ok,ENOMEM mseal=EINVAL,ENOMEM mmap=ENOMEM,EOVERFLOW "           \
	"mremap=EINVAL,ENOMEM brk=ENOMEM sbrk=ENOMEM"

static const struct cause_row rows[] = {
	{"misaligned",
		"mmap=EINVAL munmap=EINVAL mprotect=EINVAL madvise=EINVAL "
		"mremap=EINVAL mincore=EINVAL msync=EINVAL mseal=EINVAL",
		"an address or an offset is no multiple of the page size",
		"--addr or --offset at a multiple of it", misaligned},
	{"zero-length",
		"mmap=EINVAL munmap=EINVAL mremap=EINVAL mprotect=ok "
		"madvise=ok mlock=ok munlock=ok mincore=ok msync=ok mseal=ok "
		"touch=ok peek=ok",
		"the length is 0: it is refused, or nothing is done",
		"--length 1p", zero_length},
	{"out-of-range", RANGES,
		"it passes the end of the address space, or its length wraps "
		"to 0",
		"a smaller --length", out_of_range},
};

const struct cause_table causes_of_arguments = {
	rows, sizeof(rows) / sizeof(*rows)};
