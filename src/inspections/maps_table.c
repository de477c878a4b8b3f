/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/maps_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "words/clean.h"

/* The columns of the second line, in KiB as smaps has them. */
static const struct {
	const char *label;
	enum memory_kind kind;
	int width;
} figures[] = {
	{"rss", MEMORY_RESIDENT, 9},
	{"pss", MEMORY_PROPORTIONAL, 9},
	{"anonymous", MEMORY_ANONYMOUS, 11},
	{"swap", MEMORY_SWAPPED, 8},
	{"locked", MEMORY_LOCKED, 8},
};

enum { FIGURES = sizeof(figures) / sizeof(*figures) };

void table_head(const struct rows *rows)
{
	struct render *r = rows->render;
	char text[128];
	int used = 0;

	render_line(r, rows->indent);
	snprintf(text, sizeof(text), "%-25s %11s  %s  %s", "range", "size",
		"prot", "name");
	render_whole(r, STYLE_LABEL, text);
	if (!rows->detail)
		return;
	for (int i = 0; i < FIGURES; i++)
		used += snprintf(text + used, sizeof(text) - (size_t)used,
			"%*s", figures[i].width, figures[i].label);
	snprintf(text + used, sizeof(text) - (size_t)used, "%6s  %s", "page",
		"flags (KiB)");
	render_line(r, rows->indent);
	render_whole(r, STYLE_LABEL, text);
}

/* Its name as a terminal can show it, for the caller to free. */
static char *name_of(const struct rows *rows, const struct mapping *m)
{
	return m->path_length ? clean_for_terminal(rows->path)
			      : strdup("anonymous");
}

static bool make_room(struct rows *rows, size_t size)
{
	char *more;

	if (size <= rows->line_room)
		return true;
	more = realloc(rows->line, 2 * size);
	if (!more)
		return false;
	rows->line = more;
	rows->line_room = 2 * size;
	return true;
}

/* "7f66...-7f66...  1364 KiB  r-xp  /usr/lib/libc.so.6 from 152 KiB" */
static bool say_mapping(struct rows *rows, const struct mapping *m)
{
	enum { WITHOUT_NAME = 192 };
	char *name = name_of(rows, m);
	char range[40], size[32], from[48] = "";

	if (!name || !make_room(rows, WITHOUT_NAME + strlen(name))) {
		free(name);
		return false;
	}
	snprintf(range, sizeof(range), "%08" PRIx64 "-%08" PRIx64, m->start,
		m->end);
	format_bytes(m->end - m->start, size, sizeof(size));
	if (mapping_is_file(m) && m->offset) {
		memcpy(from, " from ", 7);
		format_bytes(m->offset, from + 6, sizeof(from) - 6);
	}
	snprintf(rows->line, rows->line_room, "%-25s %11s  %s  %s%s", range,
		size, m->perms, name, from);
	free(name);
	render_line(rows->render, rows->indent);
	render_whole(rows->render, STYLE_PLAIN, rows->line);
	return true;
}

static void say_figures(const struct rows *rows, const struct smaps_mapping *s)
{
	struct render *r = rows->render;
	char text[512];
	size_t used = 0;

	for (int i = 0; i < FIGURES; i++) {
		int64_t bytes = s->memory.of[figures[i].kind];
		char number[24] = "-";

		if (bytes >= 0)
			snprintf(number, sizeof(number), "%" PRId64,
				bytes / 1024);
		used += (size_t)snprintf(text + used, sizeof(text) - used,
			"%*s", figures[i].width, number);
	}
	snprintf(text + used, sizeof(text) - used, "%6" PRIu64 "  %.*s",
		s->kernel_page / 1024, (int)s->mapping.flags_length,
		s->mapping.flags ? s->mapping.flags : "");
	render_line(r, rows->indent);
	render_whole(r, STYLE_FAINT, text);
}

bool table_row(struct rows *rows, const struct smaps_mapping *s)
{
	if (!say_mapping(rows, &s->mapping))
		return false;
	if (rows->detail)
		say_figures(rows, s);
	return true;
}

void table_totals(const struct rows *rows)
{
	struct render *r = rows->render;

	render_line(r, rows->indent);
	for (int i = 0; i < FIGURES; i++) {
		int64_t bytes = rows->totals.memory.of[figures[i].kind];
		char label[32];

		if (bytes < 0)
			continue;
		snprintf(label, sizeof(label), "%s%s ", i ? "   " : "",
			figures[i].label);
		render_words(r, label, as_bytes((uint64_t)bytes));
	}
}
