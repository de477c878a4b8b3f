/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How reliable mincore's answer is. */
#ifndef MEMTOOL_ACTS_MINCORE_H
#define MEMTOOL_ACTS_MINCORE_H

#include "command/command.h"

/* Whether the kernel gives this user the true state of these pages. */
enum mincore_trust { MINCORE_UNKNOWN, MINCORE_UNTRUE, MINCORE_TRUE };

#endif
