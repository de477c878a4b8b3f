/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of the causes for people: the commonest failures first. */
#include "inspections/explain/explain.h"

static bool is_among(
	const struct ordered_rows *rows, const struct cause_row *row)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->list[i] == row)
			return true;
	return false;
}

static void add(struct ordered_rows *rows, const struct cause_row *row)
{
	if (row && rows->count < ROWS_MAX && !is_among(rows, row))
		rows->list[rows->count++] = row;
}

void explain_order(
	struct ordered_rows *rows, row_matches *matches, const void *context)
{
	const struct cause_row *row;

	rows->count = 0;
	for (size_t i = 0; (row = why_common(i)); i++)
		if (matches(row, context))
			add(rows, why_row_of(row->slug));
	for (size_t i = 0; (row = why_row(i)); i++)
		if (matches(row, context))
			add(rows, row);
}
