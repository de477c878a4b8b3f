/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/tables.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r");
}

/* Parse at most 16 digits; NULL: no number. */
static const char *read_number(const char *at, uint64_t *number)
{
	int digits = 0;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		at += 2;
	for (*number = 0; digit(*at) >= 0; at++, digits++) {
		if (*number >> 60)
			return NULL;
		*number = *number << 4 | (unsigned)digit(*at);
	}
	return digits ? at : NULL;
}

static enum table_line wrong(const char **reason, const char *text)
{
	*reason = text;
	return LINE_WRONG;
}

enum table_line tables_read_line(const char *line, unsigned entry_size,
	struct table_entry *entry, const char **reason)
{
	const char *at = skip_blanks(line);

	if (*at == '\0' || *at == '#')
		return LINE_EMPTY;
	at = read_number(at, &entry->at);
	if (!at)
		return wrong(reason,
			"the line must begin with a 64-bit hexadecimal "
			"number; ADDRESS: VALUE is accepted");
	at = skip_blanks(at);
	if (*at != ':')
		return wrong(reason,
			"no ':' after the address; ADDRESS: VALUE is accepted");
	at = read_number(skip_blanks(at + 1), &entry->value);
	if (!at)
		return wrong(
			reason, "no 64-bit hexadecimal number after the ':'");
	at = skip_blanks(at);
	if (*at != '\0' && *at != '#')
		return wrong(reason,
			"text after the value; a comment begins with #");
	if (entry->at % entry_size)
		return wrong(reason,
			entry_size == 4 ? "the address of an entry must be a "
					  "multiple of 4 in this mode"
					: "the address of an entry must be a "
					  "multiple of 8 in this mode");
	if (entry->at >> 52)
		return wrong(reason, "a physical address has at most 52 bits");
	if (entry_size == 4 && entry->value >> 32)
		return wrong(reason, "an entry has 32 bits in this mode");
	return LINE_ENTRY;
}

/* Equal addresses: in order of lines. */
static int compare(const void *a, const void *b)
{
	const struct table_entry *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

const struct table_entry *tables_sort(struct tables *tables)
{
	struct table_entry *entries = tables->entries;

	qsort(entries, tables->count, sizeof(*entries), compare);
	for (size_t i = 1; i < tables->count; i++)
		if (entries[i].at == entries[i - 1].at)
			return &entries[i];
	return NULL;
}

bool tables_find(const void *memory, uint64_t at, uint64_t *value)
{
	const struct tables *tables = memory;
	size_t low = 0, high = tables ? tables->count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tables->entries[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	if (!tables || low == tables->count || tables->entries[low].at != at)
		return false;
	*value = tables->entries[low].value;
	return true;
}
