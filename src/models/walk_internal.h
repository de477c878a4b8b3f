/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the walk share. */
#ifndef MEMTOOL_MODELS_WALK_INSIDE_H
#define MEMTOOL_MODELS_WALK_INSIDE_H

#include "models/walk.h"

/* Bits HIGH to LOW. */
static inline uint64_t walk_bits(unsigned high, unsigned low)
{
	return high < low ? 0 : UINT64_MAX >> (63 - high) & UINT64_MAX << low;
}

/* The bits of the entry VALUE at LEVEL that are reserved. */
uint64_t walk_reserved(
	const struct walk_query *query, unsigned level, uint64_t value);

/* Whether the entry maps a page, and is no reference to a table. */
bool walk_is_leaf(
	const struct walk_query *query, unsigned level, uint64_t value);

/* A page fault, whose code has FAULT beside what the access is. */
struct exception walk_fault(const struct walk_query *query, unsigned fault,
	const char *rule, const char *section);

/* Whether the page that was found may be used so; else .exception. */
void walk_check_rights(
	const struct walk_query *query, struct walk_result *result);

#endif
