/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where user addresses end. */
#include "why/arguments/ranges.h"

const struct address_space *address_space(const struct diagnosis *d)
{
	if (!d->cached->space.page_size)
		d->cached->space = read_address_space();
	return &d->cached->space;
}

uint64_t user_end(const struct diagnosis *d)
{
	return address_space(d)->user_end;
}
