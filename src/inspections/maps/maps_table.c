/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/maps/maps_table.h"

#include <inttypes.h>
#include <string.h>

#include "proc/mapping_kind.h"
#include "render/field.h"

/* The first line of a mapping: "7f66...-7f66...  1364 KiB  r-xp  NAME". */
struct first_line {
	char range[40];
	uint64_t size;
	const char *perms, *name;
};

static const struct field first_fields[] = {
	{TEXT_ONLY, "range", VALUE_TEXT, MEMBER(struct first_line, range),
		.width = -25},
	{TEXT_ONLY, "size", VALUE_BYTES, MEMBER(struct first_line, size),
		.width = 11},
	{TEXT_ONLY, "prot", VALUE_TEXT, MEMBER(struct first_line, perms),
		.gap = 1},
	{TEXT_ONLY, "name", VALUE_FOREIGN, MEMBER(struct first_line, name),
		.gap = 1},
};

/* The second, with --detail; in KiB as in smaps. */
struct second_line {
	struct memory memory;
	uint64_t page;
	char flags[256];
};

#define FIGURE(kind)                                                           \
	VALUE_KIB, MEMBER(struct second_line, memory.of[kind]),                \
		.unless = UNLESS_NEGATIVE

static const struct field second_fields[] = {
	{TEXT_ONLY, "rss", FIGURE(MEMORY_RESIDENT), .width = 9},
	{TEXT_ONLY, "pss", FIGURE(MEMORY_PROPORTIONAL), .width = 8},
	{TEXT_ONLY, "anonymous", FIGURE(MEMORY_ANONYMOUS), .width = 10},
	{TEXT_ONLY, "swap", FIGURE(MEMORY_SWAPPED), .width = 7},
	{TEXT_ONLY, "locked", FIGURE(MEMORY_LOCKED), .width = 7},
	{TEXT_ONLY, "page", VALUE_KIB, MEMBER(struct second_line, page),
		.width = 5},
	{TEXT_ONLY, "flags (KiB)", VALUE_TEXT,
		MEMBER(struct second_line, flags), .gap = 1},
};

/* The same figures for all mappings. */
#define TOTAL(kind)                                                            \
	VALUE_BYTES, MEMBER(struct totals, memory.of[kind]),                   \
		.unless = UNLESS_NEGATIVE

static const struct field total_fields[] = {
	{TEXT_ONLY, "rss ", TOTAL(MEMORY_RESIDENT)},
	{TEXT_ONLY, "   pss ", TOTAL(MEMORY_PROPORTIONAL)},
	{TEXT_ONLY, "   anonymous ", TOTAL(MEMORY_ANONYMOUS)},
	{TEXT_ONLY, "   swap ", TOTAL(MEMORY_SWAPPED)},
	{TEXT_ONLY, "   locked ", TOTAL(MEMORY_LOCKED)},
};

void table_head(const struct rows *rows)
{
	render_headings(rows->render, rows->indent, FIELDS(first_fields));
	if (rows->detail)
		render_headings(
			rows->render, rows->indent, FIELDS(second_fields));
}

static void text_mapping(const struct rows *rows, const struct mapping *m)
{
	struct render *r = rows->render;
	struct first_line line = {.size = m->end - m->start,
		.perms = m->perms,
		.name = m->path_length ? rows->path : "anonymous"};
	char from[32];

	snprintf(line.range, sizeof(line.range), "%08" PRIx64 "-%08" PRIx64,
		m->start, m->end);
	render_cells(r, rows->indent, STYLE_PLAIN, FIELDS(first_fields), &line);
	if (!mapping_is_file(m) || !m->offset)
		return;
	format_bytes(m->offset, from, sizeof(from));
	render_whole(r, STYLE_PLAIN, " from ");
	render_whole(r, STYLE_PLAIN, from);
}

static void text_figures(const struct rows *rows, const struct smaps_mapping *s)
{
	struct second_line line = {.memory = s->memory, .page = s->kernel_page};
	const struct mapping *m = &s->mapping;

	snprintf(line.flags, sizeof(line.flags), "%.*s", (int)m->flags_length,
		m->flags ? m->flags : "");
	render_cells(rows->render, rows->indent, STYLE_FAINT,
		FIELDS(second_fields), &line);
}

void table_row(const struct rows *rows, const struct smaps_mapping *s)
{
	text_mapping(rows, &s->mapping);
	if (rows->detail)
		text_figures(rows, s);
}

void table_totals(const struct rows *rows)
{
	render_line(rows->render, rows->indent);
	render_fields(rows->render, FIELDS(total_fields), &rows->totals);
}
