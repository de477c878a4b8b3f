/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A reason: why something was not done, or could not be read.  The rest is
 * still shown, while a complaint (complaint.h) refuses everything.
 */
#ifndef MEMTOOL_WORDS_REASON_H
#define MEMTOOL_WORDS_REASON_H

#include <stdbool.h>

struct reason {
	int error;        /* errno; 0: none */
	bool unsupported; /* this kernel or machine lacks it */
	char text[192];   /* one sentence; "": no reason */
};

/* Fill in .error and .text.  Always returns false. */
bool reason_set(struct reason *reason, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
