/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by brk and sbrk: the break before and after, and the growth. */
#ifndef MEMTOOL_ACTS_BREAK_H
#define MEMTOOL_ACTS_BREAK_H

#include "command/command.h"

void break_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);
bool break_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size);

#endif
