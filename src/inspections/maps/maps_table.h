/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mappings as a table of text.  Its columns are of a fixed width, so that it
 * streams; a name stands last, however long, so that a row is one line.
 */
#ifndef MEMTOOL_INSPECTIONS_MAPS_TABLE_H
#define MEMTOOL_INSPECTIONS_MAPS_TABLE_H

#include "inspections/row.h"

void table_head(const struct rows *rows);

void table_row(const struct rows *rows, const struct smaps_mapping *m);

/* The figures that the mappings come to. */
void table_totals(const struct rows *rows);

#endif
