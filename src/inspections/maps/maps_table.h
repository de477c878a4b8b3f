/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mappings as a text table.  The columns have fixed widths, so rows can be
 * streamed; the name is last, so a row is one line.
 */
#ifndef MEMTOOL_INSPECTIONS_MAPS_MAPS_TABLE_H
#define MEMTOOL_INSPECTIONS_MAPS_MAPS_TABLE_H

#include "inspections/maps/mapping_row.h"

void table_head(const struct rows *rows);

void table_row(const struct rows *rows, const struct smaps_mapping *m);

/* The totals of the figures. */
void table_totals(const struct rows *rows);

#endif
