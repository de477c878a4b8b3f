/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/break.h"

static struct value as_break(uint64_t address)
{
	return address == BREAK_UNKNOWN ? as_null() : as_address(address);
}

/* Whatever the C library would make of it, the kernel's answer is told. */
void break_tell(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	bool moved = returned->detail[0] != returned->detail[1];

	(void)call;
	(void)bytes;
	render_fact(r, "break_before", "break ", as_break(returned->detail[0]));
	render_fact(r, "break_after",
		returned->error ? ", the kernel answers "
		: moved         ? " -> "
				: NULL,
		as_break(returned->detail[1]));
}

bool break_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	(void)call;
	*start = returned->detail[0];
	*size = returned->detail[1] - returned->detail[0];
	return returned->detail[1] != BREAK_UNKNOWN &&
	       returned->detail[1] > returned->detail[0];
}
