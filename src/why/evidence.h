/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How causes show mappings, flags and limits, and what to type instead. */
#ifndef MEMTOOL_WHY_EVIDENCE_H
#define MEMTOOL_WHY_EVIDENCE_H

#include "proc/maps_text.h"
#include "why/diagnosis.h"

/* The name of a mapping as a cause shows it: its path, or "anonymous". */
void mapping_label(const struct mapping *m, char *text, size_t size);
/* A path in a message: if it is longer, it ends with "...". */
enum { PATH_SHOWN = 160 };
const char *path_shown(const char *path); /* until the next call */

/* "7f0a1c5f2000-7f0a1c5f4000 r--p /etc/hosts", as a fact. */
void cause_mapping(struct cause *c, const struct mapping *m);

/* Flags by their names, as a fact. */
void cause_flags(struct cause *c, const char *key, const char *label,
	const struct names *names, uint64_t value);

/*
 * "--addr +1p": the address to type instead of the given one, relative to the
 * region if that was.
 */
void cause_try_address(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t address);

/* "--length 2p" */
void cause_try_size(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t size);

/*
 * A value that is not a multiple of UNIT, its neighbours that are, and what to
 * type for them.  PARAM may also be "end", the range's.
 */
void cause_neighbours(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t value, uint64_t unit);

/* "--flags MAP_PRIVATE,MAP_ANONYMOUS" */
void cause_try_flags(
	struct cause *c, const struct names *names, uint64_t value);

/* A soft limit as a fact, and the step of the chain that set it. */
void cause_limit(struct cause *c, const struct diagnosis *d, int resource,
	const char *label, uint64_t limit);

#endif
