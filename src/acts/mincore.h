/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mincore's answer is worth. */
#ifndef MEMTOOL_COMMANDS_MINCORE_H
#define MEMTOOL_COMMANDS_MINCORE_H

#include "command/command.h"

/* Whether the kernel tells this user the truth about these pages. */
enum mincore_trust { MINCORE_UNKNOWN, MINCORE_UNTRUE, MINCORE_TRUE };

#endif
