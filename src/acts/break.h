/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What brk and sbrk share: the break before and after, and what grew. */
#ifndef MEMTOOL_COMMANDS_BREAK_H
#define MEMTOOL_COMMANDS_BREAK_H

#include "command/command.h"

void break_tell(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);
bool break_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size);

#endif
