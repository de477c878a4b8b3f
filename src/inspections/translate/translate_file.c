/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of page-table entries: whatever is wrong in it is refused. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspections/translate/translate.h"
#include "models/tables.h"
#include "observer/interrupt.h"

struct reading {
	const char *path;
	struct complaint *why;
	struct tables *tables;
	size_t room;
	unsigned line;
};

static bool wrong(const struct reading *f, unsigned line, const char *reason)
{
	return complain(
		f->why, f->path, "tables: %s:%u: %s", f->path, line, reason);
}

static bool fail(const struct reading *f, int error)
{
	return complain(
		f->why, f->path, "tables: '%s': %s", f->path, strerror(error));
}

static bool append(struct reading *f, const struct table_entry *entry)
{
	struct tables *tables = f->tables;

	if (tables->count == TABLES_ENTRIES_MAX)
		return wrong(f, f->line,
			"there are more than the 1048576 entries that a file "
			"may have");
	if (tables->count == f->room) {
		size_t room = 2 * f->room;

		tables = realloc(f->tables,
			sizeof(*tables) + room * sizeof(*tables->entries));
		if (!tables)
			return fail(f, ENOMEM);
		f->tables = tables;
		f->room = room;
	}
	tables->entries[tables->count] = *entry;
	tables->entries[tables->count++].line = f->line;
	return true;
}

static bool too_long(const struct reading *f)
{
	char reason[64];

	snprintf(reason, sizeof(reason),
		"the line is too long; %d bytes are accepted",
		TABLES_LINE_MAX - 2);
	return wrong(f, f->line, reason);
}

/* One line, of so many bytes, with its end. */
static bool take_line(
	struct reading *f, char *line, size_t length, unsigned entry_size)
{
	struct table_entry entry;
	const char *reason;

	f->line++;
	if (length && line[length - 1] == '\n')
		line[--length] = '\0';
	else if (length + 1 == TABLES_LINE_MAX)
		return too_long(f);
	if (strlen(line) != length)
		return wrong(f, f->line, "a byte 0 is in it");
	switch (tables_read_line(line, entry_size, &entry, &reason)) {
	case LINE_EMPTY:
		return true;
	case LINE_ENTRY:
		return append(f, &entry);
	case LINE_WRONG:
		break;
	}
	return wrong(f, f->line, reason);
}

/* The next bytes up to a line's end: how many, which may be 0 among them. */
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

static bool read_lines(struct reading *f, FILE *file, unsigned entry_size)
{
	char line[TABLES_LINE_MAX];
	size_t length;

	while ((length = next_line(file, line)))
		if (!take_line(f, line, length, entry_size))
			return false;
	return !ferror(file) || fail(f, errno);
}

static bool settle(const struct reading *f)
{
	const struct table_entry *twice = tables_sort(f->tables);

	return !twice || wrong(f, twice->line,
				 "an entry of this address stands above it");
}

static ssize_t read_input(void *cookie, char *to, size_t size)
{
	return interrupt_read(*(int *)cookie, to, size);
}

static int close_input(void *cookie)
{
	return close(*(int *)cookie);
}

/* NULL: errno says why not. */
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
	struct reading f = {.path = path, .why = why, .room = FIRST};
	int fd;
	FILE *file = open_input(path, &fd);
	bool good;

	if (!file)
		return fail(&f, errno);
	f.tables = calloc(
		1, sizeof(*f.tables) + FIRST * sizeof(*f.tables->entries));
	good = f.tables ? read_lines(&f, file, entry_size) && settle(&f)
			: fail(&f, ENOMEM);
	fclose(file);
	*read = f.tables;
	return good;
}
