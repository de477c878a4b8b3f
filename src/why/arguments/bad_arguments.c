/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that a call refuses, or that make it do nothing. */
#include <errno.h>
#include <string.h>

#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/heap/program_break.h"
#include "words/array.h"
#include "words/uapi.h"

static bool explain_misaligned(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t value, uint64_t unit)
{
	char text[32];

	cause_neighbours(d, c, param, value, unit);
	cause_fact(c, "page", NULL, as_bytes(unit));
	format_bytes(unit, text, sizeof(text));
	return cause_says(
		c, "%s is not a multiple of the page size, %s", param, text);
}

/*
 * A huge page mapping needs multiples of its own page size.  Values aligned to
 * small pages only are left to hugetlb-size.
 */
static bool misaligned(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	bool maps = asks(d, &command_mmap);
	uint64_t offset = (uint64_t)signed_arg(call, ROLE_OFFSET);

	/* A hint need not be aligned. */
	if ((!maps || call_has_flag(call, FLAG_FIXES)) &&
		arg(call, ROLE_ADDR) % d->page)
		return explain_misaligned(d, c, "addr", arg(call, ROLE_ADDR),
			maps ? d->page : page_at(d, arg(call, ROLE_ADDR)));
	if (maps)
		return offset % d->page &&
		       explain_misaligned(d, c, "offset", offset, d->page);
	return asks(d, &command_mremap) && call_has_flag(call, FLAG_FIXES) &&
	       arg(call, ROLE_NEW_ADDR) % d->page &&
	       explain_misaligned(d, c, "new-addr", arg(call, ROLE_NEW_ADDR),
		       page_at(d, arg(call, ROLE_ADDR)));
}

static bool zero_length(const struct diagnosis *d, struct cause *c)
{
	bool resizes = asks(d, &command_mremap);

	if ((resizes ? arg(d->call, ROLE_NEW_LENGTH)
		     : arg(d->call, ROLE_LENGTH)) != 0)
		return false;
	cause_fact(c, resizes ? "new-length" : "length", NULL, as_bytes(0));
	if (!d->error)
		return cause_says(c, "the length is 0: nothing was done");
	if (resizes)
		cause_try(c, "munmap");
	else
		cause_try(c, "--length 1p");
	return cause_says(c, resizes ? "the new length may not be 0"
				     : "the length may not be 0");
}

/*
 * Whether the call acts on existing memory.  A new mapping also has whole
 * pages, but its line shows how many.
 */
static bool reaches_old_memory(const struct diagnosis *d)
{
	return (!asks(d, &command_mmap) && !asks(d, &command_mremap)) ||
	       call_has_flag(d->call, FLAG_REPLACES);
}

/*
 * Only if the user typed it: a region's own odd length is not worth repeating
 * at each step. mlock and munlock round the start, too.
 */
static bool length_rounded(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	bool resizes = asks(d, &command_mremap);
	bool rounds_start =
		asks(d, &command_mlock) || asks(d, &command_munlock);
	uint64_t length =
		resizes ? arg(call, ROLE_NEW_LENGTH) : arg(call, ROLE_LENGTH);
	uint64_t head = rounds_start ? arg(call, ROLE_ADDR) % d->page : 0;
	uint64_t real = page_ceil(d, head + length);
	char asked[32], text[32];

	if (real == length || !real || !length || !reaches_old_memory(d) ||
		!typed(d, resizes ? "new-length"
			  : head  ? "addr"
				  : "length"))
		return false;
	/* Huge pages have causes of their own: hugetlb-rounded, hugetlb-size.
	 */
	if ((asks(d, &command_mmap) && arg(call, ROLE_FLAGS) & MAP_HUGETLB) ||
		length > UINT64_MAX - d->page ||
		page_at(d, arg(call, ROLE_ADDR) + length - 1) != d->page)
		return false;
	cause_fact(c, "asked", NULL, as_bytes(length));
	cause_fact(c, "rounded", NULL, as_bytes(real));
	format_bytes(length, asked, sizeof(asked));
	format_bytes(real, text, sizeof(text));
	return cause_says(
		c, "rounded to whole pages: %s instead of %s", text, asked);
}

static const struct cause_row rows[] = {
	{"misaligned",
		"mmap=EINVAL munmap=EINVAL mprotect=EINVAL madvise=EINVAL "
		"mremap=EINVAL mincore=EINVAL msync=EINVAL mseal=EINVAL "
		"prctl=EINVAL",
		"an address or an offset is not a multiple of the page size",
		"an --addr or --offset that is a multiple of it", misaligned},
	{"zero-length",
		"mmap=EINVAL munmap=EINVAL mremap=EINVAL mprotect=ok "
		"madvise=ok mlock=ok munlock=ok mincore=ok msync=ok mseal=ok "
		"touch=ok peek=ok",
		"the length is 0: the call fails or does nothing",
		"--length 1p", zero_length},
	{"length-rounded",
		"mmap=ok munmap=ok mprotect=ok madvise=ok mlock=ok munlock=ok "
		"mseal=ok mremap=ok",
		"the length is not a multiple of the page size: it was rounded "
		"up",
		NULL, length_rounded},
};

const struct cause_table causes_of_bad_arguments = {rows, ARRAY_SIZE(rows)};
