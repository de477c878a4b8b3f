/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_TABLE_H
#define MEMTOOL_TABLE_H

#include "command/command.h"

/* Every command, NULL after the last. */
extern const struct command *const command_table[];

#endif
