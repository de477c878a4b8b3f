/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON Schema of --json's documents, as text. */
#ifndef MEMTOOL_INSPECTIONS_SCHEMA_H
#define MEMTOOL_INSPECTIONS_SCHEMA_H

extern const char schema_text[];

#endif
