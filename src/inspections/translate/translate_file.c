/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of page-table entries; any error in it is refused. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspections/translate/translate.h"
#include "models/tables.h"
#include "observer/interrupt.h"

struct file_reading {
	const char *path;
	struct complaint *why;
	struct tables *tables;
	size_t room;
	unsigned line;
};

static bool wrong(
	const struct file_reading *reading, unsigned line, const char *reason)
{
	return complain(reading->why, reading->path, "tables: %s:%u: %s",
		reading->path, line, reason);
}

static bool fail(const struct file_reading *reading, int error)
{
	return complain(reading->why, reading->path, "tables: '%s': %s",
		reading->path, strerror(error));
}

static bool append(
	struct file_reading *reading, const struct table_entry *entry)
{
	struct tables *tables = reading->tables;

	if (tables->count == TABLES_ENTRIES_MAX)
		return wrong(reading, reading->line,
			"there are more than 1048576 entries");
	if (tables->count == reading->room) {
		size_t room = 2 * reading->room;

		tables = realloc(reading->tables,
			sizeof(*tables) + room * sizeof(*tables->entries));
		if (!tables)
			return fail(reading, ENOMEM);
		reading->tables = tables;
		reading->room = room;
	}
	tables->entries[tables->count] = *entry;
	tables->entries[tables->count++].line = reading->line;
	return true;
}

static bool too_long(const struct file_reading *reading)
{
	char reason[64];

	snprintf(reason, sizeof(reason),
		"the line is too long; %d bytes are accepted",
		TABLES_LINE_MAX - 2);
	return wrong(reading, reading->line, reason);
}

/* One line of LENGTH bytes, with its line end. */
static bool take_line(struct file_reading *reading, char *line, size_t length,
	unsigned entry_size)
{
	struct table_entry entry;
	const char *reason;

	reading->line++;
	if (length && line[length - 1] == '\n')
		line[--length] = '\0';
	else if (length + 1 == TABLES_LINE_MAX)
		return too_long(reading);
	if (strlen(line) != length)
		return wrong(reading, reading->line, "it contains a NUL byte");
	switch (tables_read_line(line, entry_size, &entry, &reason)) {
	case LINE_EMPTY:
		return true;
	case LINE_ENTRY:
		return append(reading, &entry);
	case LINE_WRONG:
		break;
	}
	return wrong(reading, reading->line, reason);
}

/* Read up to the next line end; returns the length, as NUL bytes may occur. */
static size_t next_line(FILE *file, char *line)
{
	size_t length = 0;
	int c;

	while (length + 1 < TABLES_LINE_MAX && (c = getc(file)) != EOF) {
		line[length++] = (char)c;
		if (c == '\n')
			break;
	}
	line[length] = '\0';
	return length;
}

static bool read_lines(
	struct file_reading *reading, FILE *file, unsigned entry_size)
{
	char line[TABLES_LINE_MAX];
	size_t length;

	while ((length = next_line(file, line)))
		if (!take_line(reading, line, length, entry_size))
			return false;
	return !ferror(file) || fail(reading, errno);
}

static bool settle(const struct file_reading *reading)
{
	const struct table_entry *twice = tables_sort(reading->tables);

	return !twice ||
	       wrong(reading, twice->line,
		       "an earlier line has an entry at this address");
}

static ssize_t read_input(void *cookie, char *to, size_t size)
{
	return interrupt_read(*(int *)cookie, to, size);
}

static int close_input(void *cookie)
{
	return close(*(int *)cookie);
}

/* NULL: errno is set. */
static FILE *open_input(const char *path, int *fd)
{
	const cookie_io_functions_t functions = {
		.read = read_input, .close = close_input};

	*fd = interrupt_open(path);
	return *fd == -1 ? NULL : fopencookie(fd, "r", functions);
}

bool translate_read_tables(const char *path, unsigned entry_size, void **read,
	struct complaint *why)
{
	enum { FIRST = 64 };
	struct file_reading reading = {.path = path, .why = why, .room = FIRST};
	int fd;
	FILE *file = open_input(path, &fd);
	bool good;

	if (!file)
		return fail(&reading, errno);
	reading.tables =
		calloc(1, sizeof(*reading.tables) +
				  FIRST * sizeof(*reading.tables->entries));
	good = reading.tables ? read_lines(&reading, file, entry_size) &&
					settle(&reading)
			      : fail(&reading, ENOMEM);
	fclose(file);
	*read = reading.tables;
	return good;
}
