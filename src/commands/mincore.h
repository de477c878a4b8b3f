/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mincore's .detail holds: act() leaves the first, the observer the rest.
 */
#ifndef MEMTOOL_COMMANDS_MINCORE_H
#define MEMTOOL_COMMANDS_MINCORE_H

#include "commands/command.h"

enum mincore_detail {
	MINCORE_PAGES,
	MINCORE_RESIDENT,
	MINCORE_TRUST, /* an enum mincore_trust */
	MINCORE_HAS_CACHE,
	MINCORE_CACHE, /* and on: the figures of cachestat(2), in its order */
	MINCORE_FIGURES = 5,
};

/* Whether the kernel tells this user the truth about these pages. */
enum mincore_trust { MINCORE_UNKNOWN, MINCORE_UNTRUE, MINCORE_TRUE };

extern const struct command command_mincore;

#endif
