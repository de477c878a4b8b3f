/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an inspection could not read, and what that needs. */
#ifndef MEMTOOL_INSPECTIONS_MISSING_H
#define MEMTOOL_INSPECTIONS_MISSING_H

#include "render/render.h"

enum { MISSING_MAX = 6 };

struct missing {
	size_t count;
	struct {
		const char *file;
		int error;         /* errno */
		const char *takes; /* what the file needs in the kernel */
		const char *lost;  /* "so ... is unknown" */
	} of[MISSING_MAX];
};

/* FILE could not be read, for the reason in errno; 0: it was empty. */
void missing_add(struct missing *missing, const char *file, const char *takes,
	const char *lost);

/* "missing": print them all. */
void missing_print(struct render *r, const struct missing *missing);

#endif
