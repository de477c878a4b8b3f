/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How setuid is shown: its act may not format text. */
#ifndef MEMTOOL_ACTS_USER_H
#define MEMTOOL_ACTS_USER_H

#include "command/command.h"
#include "command/user.h"

/* The call that failed; else the last. */
const char *user_shape(const struct call *call);
const char *user_kernel_call(
	const struct call *call, const struct returned *returned);
void user_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes);

#endif
