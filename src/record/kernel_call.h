/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The system calls of a step: the names by which filters, systemd and the
 * kernel know them.  A command's name is often another.
 */
#ifndef MEMTOOL_RECORD_KERNEL_CALL_H
#define MEMTOOL_RECORD_KERNEL_CALL_H

#include <stdbool.h>

#include "record/record.h"

/*
 * The system call whose result is the step's: of several, the one that failed,
 * if it failed.  NULL: none, or it is not known which.
 */
const char *record_kernel_call(const struct record *record);

/* The same, or the first that the step makes; NULL: it makes none. */
const char *record_first_kernel_call(const struct record *record);

/* Whether the step may make the system call NAME. */
bool record_makes(const struct record *record, const char *name);

#endif
