/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that a call refuses, or that make it do nothing. */
#include <errno.h>
#include <string.h>

#include "why/heap.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

static bool tell_misaligned(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t value, uint64_t unit)
{
	char text[32];

	cause_neighbours(q, c, param, value, unit);
	cause_fact(c, "page", NULL, as_bytes(unit));
	format_bytes(unit, text, sizeof(text));
	return cause_says(
		c, "%s is no multiple of the page size, %s", param, text);
}

/*
 * Of a mapping of huge pages a multiple of those is needed.  What is only no
 * multiple of a huge page, hugetlb-size tells.
 */
static bool misaligned(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	bool maps = asks(q, &command_mmap);
	uint64_t offset = (uint64_t)signed_arg(call, ROLE_OFFSET);

	/* A hint need not be aligned. */
	if ((!maps || arg(call, ROLE_FLAGS) &
			      (MAP_FIXED | MAP_FIXED_NOREPLACE)) &&
		arg(call, ROLE_ADDR) % q->page)
		return tell_misaligned(q, c, "addr", arg(call, ROLE_ADDR),
			maps ? q->page : page_at(q, arg(call, ROLE_ADDR)));
	if (maps)
		return offset % q->page &&
		       tell_misaligned(q, c, "offset", offset, q->page);
	return asks(q, &command_mremap) &&
	       arg(call, ROLE_FLAGS) & MREMAP_FIXED &&
	       arg(call, ROLE_NEW_ADDR) % q->page &&
	       tell_misaligned(q, c, "new-addr", arg(call, ROLE_NEW_ADDR),
		       page_at(q, arg(call, ROLE_ADDR)));
}

static bool zero_length(const struct inquiry *q, struct cause *c)
{
	bool resizes = asks(q, &command_mremap);

	if ((resizes ? arg(q->call, ROLE_NEW_LENGTH)
		     : arg(q->call, ROLE_LENGTH)) != 0)
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

/*
 * Whether memory that was there already gets what was done.  A new mapping is
 * of whole pages as well, and its line shows how many.
 */
static bool reaches_old_memory(const struct inquiry *q)
{
	if (asks(q, &command_mmap))
		return arg(q->call, ROLE_FLAGS) & MAP_FIXED;
	return !asks(q, &command_mremap) ||
	       arg(q->call, ROLE_FLAGS) & MREMAP_FIXED;
}

/*
 * Only where the user typed it: a region's own odd length is no news at each
 * step.  mlock and munlock round the start, too.
 */
static bool length_rounded(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	bool resizes = asks(q, &command_mremap);
	bool rounds_start =
		asks(q, &command_mlock) || asks(q, &command_munlock);
	uint64_t length =
		resizes ? arg(call, ROLE_NEW_LENGTH) : arg(call, ROLE_LENGTH);
	uint64_t head = rounds_start ? arg(call, ROLE_ADDR) % q->page : 0;
	uint64_t real = page_ceil(q, head + length);
	char asked[32], text[32];

	if (real == length || !real || !length || !reaches_old_memory(q) ||
		!typed(q, resizes ? "new-length"
			  : head  ? "addr"
				  : "length"))
		return false;
	/* With huge pages it is yet another number. */
	if ((asks(q, &command_mmap) && arg(call, ROLE_FLAGS) & MAP_HUGETLB) ||
		length > UINT64_MAX - q->page)
		return false;
	cause_fact(c, "asked", NULL, as_bytes(length));
	cause_fact(c, "rounded", NULL, as_bytes(real));
	format_bytes(length, asked, sizeof(asked));
	format_bytes(real, text, sizeof(text));
	return cause_says(
		c, "whole pages are concerned: %s in place of %s", text, asked);
}

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
	{"length-rounded",
		"mmap=ok munmap=ok mprotect=ok madvise=ok mlock=ok munlock=ok "
		"mseal=ok mremap=ok",
		"the length is no multiple of the page size: it was rounded "
		"up",
		NULL, length_rounded},
};

const struct cause_table causes_of_values = {rows, ARRAY_SIZE(rows)};
