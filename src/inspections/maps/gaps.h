/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_INSPECTIONS_MAPS_GAPS_H
#define MEMTOOL_INSPECTIONS_MAPS_GAPS_H

#include "command/command.h"

/*
 * "gaps": the gaps between the mappings of a process, and below the first.
 * Reads the mappings again, so none need be kept.  False: see *REASON.
 */
bool gaps_print(struct render *r, pid_t pid, struct reason *reason);

#endif
