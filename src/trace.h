/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool trace. */
#ifndef MEMTOOL_TRACE_H
#define MEMTOOL_TRACE_H

#include "command/plan.h"

/* Trace, and report; the exit status. */
int trace_run(const struct plan *plan);

/* The program may have died of a signal: die of the same. */
void trace_die_like_program(void);

#endif
