/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How mappings, flags and limits are told, and what to type instead. */
#ifndef MEMTOOL_WHY_TELLING_H
#define MEMTOOL_WHY_TELLING_H

#include "proc/maps_text.h"
#include "why/inquiry.h"

/* The name of a mapping as a cause shows it: its path, or "anonymous". */
void mapping_label(const struct mapping *m, char *text, size_t size);

/* "7f0a1c5f2000-7f0a1c5f4000 r--p /etc/hosts", as a fact. */
void cause_mapping(struct cause *c, const struct mapping *m);

/* A path as it can be typed; one that is odd, or none at all, is "PATH". */
const char *path_as_typed(const char *path);

/* Flags by their names, as a fact. */
void cause_flags(struct cause *c, const char *key, const char *label,
	const struct names *names, uint64_t value);

/*
 * "--addr +1p": the address as the user would give it in place of the typed
 * one, relative to the region where it was.
 */
void cause_try_address(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t address);

/* "--length 2p" */
void cause_try_size(const struct inquiry *q, struct cause *c, const char *param,
	uint64_t size);

/*
 * A value that is no multiple of UNIT, with its neighbours that are, and what
 * to type for them.  PARAM may be "end", too, of the range.
 */
void cause_neighbours(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t value, uint64_t unit);

/* "--flags MAP_PRIVATE,MAP_ANONYMOUS" */
void cause_try_flags(
	struct cause *c, const struct names *names, uint64_t value);

/* "ulimit -l 4096": a soft limit of at least NEEDED bytes, by its OPTION. */
void cause_try_limit(struct cause *c, const struct inquiry *q, int resource,
	char option, uint64_t needed);

#endif
