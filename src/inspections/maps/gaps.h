/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_INSPECTIONS_GAPS_H
#define MEMTOOL_INSPECTIONS_GAPS_H

#include "command/command.h"

/*
 * "gaps": what lies between the mappings of a process, and below the first.
 * It reads them anew, so that none need be kept.  False: *REASON says why.
 */
bool gaps_tell(struct render *r, pid_t pid, struct reason *reason);

#endif
