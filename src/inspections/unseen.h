/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an inspection could not see, and what it would take. */
#ifndef MEMTOOL_INSPECTIONS_UNSEEN_H
#define MEMTOOL_INSPECTIONS_UNSEEN_H

#include "render/render.h"

enum { UNSEEN_MAX = 6 };

struct unseen {
	size_t count;
	struct {
		const char *file;
		int error;         /* errno */
		const char *takes; /* if the kernel has it: what it needs */
		const char *lost;  /* "so ... is unknown" */
	} of[UNSEEN_MAX];
};

/* FILE could not be read, for the reason in errno; 0: it was empty. */
void unseen_add(struct unseen *unseen, const char *file, const char *takes,
	const char *lost);

/* "missing": tell of all. */
void unseen_tell(struct render *r, const struct unseen *unseen);

#endif
