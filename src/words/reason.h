/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A reason: why a thing was not done, or could not be seen.  It is told with
 * what could be, where a complaint (complaint.h) refuses all.
 */
#ifndef MEMTOOL_WORDS_REASON_H
#define MEMTOOL_WORDS_REASON_H

#include <stdbool.h>

struct reason {
	int error;        /* errno; 0: none is to blame */
	bool unsupported; /* this kernel or machine has no such thing */
	char text[192];   /* one sentence; "": there is no reason */
};

/* Fill in .error and .text.  Returns false, always. */
bool reason_set(struct reason *reason, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
