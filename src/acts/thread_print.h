/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How thread is shown: its act may not format text. */
#ifndef MEMTOOL_ACTS_THREAD_PRINT_H
#define MEMTOOL_ACTS_THREAD_PRINT_H

#include "command/command.h"

/* The call that failed; else pthread_create(3). */
const char *thread_shape(const struct call *call);
void thread_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

#endif
