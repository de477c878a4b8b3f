/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the addresses of programs end. */
#include "why/arguments/ranges.h"

const struct address_space *address_space(const struct inquiry *q)
{
	if (!q->kept->space.page_size)
		q->kept->space = read_address_space();
	return &q->kept->space;
}

uint64_t user_end(const struct inquiry *q)
{
	return address_space(q)->user_end;
}
