/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of the walk. */
#ifndef MEMTOOL_MODELS_WALK_INTERNAL_H
#define MEMTOOL_MODELS_WALK_INTERNAL_H

#include "models/walk.h"

/* Bits HIGH to LOW. */
static inline uint64_t walk_bits(unsigned high, unsigned low)
{
	return high < low ? 0 : UINT64_MAX >> (63 - high) & UINT64_MAX << low;
}

/* The bits of the entry VALUE at LEVEL that are reserved. */
uint64_t walk_reserved(
	const struct walk_query *query, unsigned level, uint64_t value);

/* Whether the entry maps a page, instead of pointing to a table. */
bool walk_is_leaf(
	const struct walk_query *query, unsigned level, uint64_t value);

/* Raise a page fault with FAULT in its code, besides the kind of access. */
struct exception walk_fault(const struct walk_query *query, unsigned fault,
	const char *rule, const char *section);

/* Whether the access is permitted; else sets .exception. */
void walk_check_rights(
	const struct walk_query *query, struct walk_result *result);

#endif
