/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/break.h"

static struct value as_break(uint64_t address)
{
	return address == BREAK_UNKNOWN ? as_null() : as_address(address);
}

/* Print the kernel's answer, whatever the C library makes of it. */
void break_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct break_findings *at = &returned->found.program_break;
	bool moved = at->before != at->after;

	(void)call;
	(void)bytes;
	render_fact(r, "break_before", "break ", as_break(at->before));
	render_fact(r, "break_after",
		returned->error ? ", the kernel returned "
		: moved         ? " -> "
				: NULL,
		as_break(at->after));
}

bool break_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	const struct break_findings *at = &returned->found.program_break;

	(void)call;
	*start = at->before;
	*size = at->after - at->before;
	return at->after != BREAK_UNKNOWN && at->after > at->before;
}
