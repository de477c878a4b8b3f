/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page-table entries as a text, one a line: the physical address of the entry
 * and its value, both hexadecimal, with or without 0x.
 *
 *	# the PML4
 *	0x1000: 0x2007
 */
#ifndef MEMTOOL_MODELS_TABLES_H
#define MEMTOOL_MODELS_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_entry {
	uint64_t at, value;
	unsigned line; /* its address */
};

enum { TABLES_LINE_MAX = 256, TABLES_ENTRIES_MAX = 1 << 20 };

/* One block of memory for free(3). */
struct tables {
	size_t count;
	struct table_entry entries[]; /* by address, after tables_sort() */
};

/* The kind of a line. */
enum table_line { LINE_ENTRY, LINE_EMPTY, LINE_WRONG };

/*
 * Parse a line, without its line break, for entries of ENTRY_SIZE bytes.
 * LINE_WRONG: *REASON says why.
 */
enum table_line tables_read_line(const char *line, unsigned entry_size,
	struct table_entry *entry, const char **reason);

/*
 * Sort the entries by address.  Returns the second entry of a duplicate
 * address; NULL: none.
 */
const struct table_entry *tables_sort(struct tables *tables);

/* The entry at an address, for struct walk_query.  NULL contains none. */
bool tables_find(const void *tables, uint64_t at, uint64_t *value);

#endif
