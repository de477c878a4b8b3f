/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/maps/mapping_row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command/mapping_facts.h"
#include "inspections/maps/maps_table.h"
#include "proc/mapping_kind.h"
#include "render/field.h"
#include "words/array.h"

static bool keep_path(struct rows *rows, const struct mapping *m)
{
	char *path =
		array_reserve(rows->path, &rows->room, m->path_length + 1, 1);

	if (!path)
		return false;
	rows->path = path;
	memcpy(rows->path, m->path, m->path_length);
	rows->path[m->path_length] = '\0';
	return true;
}

static void print_memory(struct render *r, const struct memory *memory)
{
	render_object(r, "memory");
	for (int i = 0; i < MEMORY_KINDS; i++) {
		struct field field = {TEXT_ONLY, JSON_ONLY, VALUE_BYTES,
			MEMBER(struct memory, of[i]),
			.unless = UNLESS_NEGATIVE};

		snprintf(field.key, sizeof(field.key), "%s",
			memory_name((enum memory_kind)i));
		render_members(r, &field, 1, memory);
	}
	render_close(r);
}

struct address_range {
	uint64_t start, end, size;
	const char *kind;
};

static const struct field range_fields[] = {
	{"start", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct address_range, start)},
	{"end", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct address_range, end)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct address_range, size)},
	{"kind", JSON_ONLY, VALUE_TEXT, MEMBER(struct address_range, kind)},
};

void mapping_print(
	struct render *r, const struct mapping *m, const char *path, bool flags)
{
	struct mapping_facts facts = {m->perms, m->offset, m->device, m->inode,
		path, {flags ? m->flags : NULL, m->flags_length}};
	struct address_range range = {m->start, m->end, m->end - m->start,
		mapping_kind_name(mapping_kind(m))};

	render_members(r, FIELDS(range_fields), &range);
	print_mapping(r, &facts);
}

static void print_row(const struct rows *rows, const struct smaps_mapping *s)
{
	struct render *r = rows->render;
	const struct mapping *m = &s->mapping;

	render_object(r, NULL);
	mapping_print(r, m, m->path_length ? rows->path : NULL, rows->detail);
	if (rows->detail)
		print_memory(r, &s->memory);
	else
		render_null(r, "memory");
	render_close(r);
}

/* A figure that no mapping has stays unknown. */
static void count(struct totals *totals, const struct smaps_mapping *s)
{
	int64_t *sums = totals->memory.of;

	if (!totals->mappings++)
		totals->memory = memory_unknown();
	totals->size += s->mapping.end - s->mapping.start;
	for (int i = 0; i < MEMORY_KINDS; i++)
		if (s->memory.of[i] >= 0)
			sums[i] = (sums[i] < 0 ? 0 : sums[i]) + s->memory.of[i];
}

bool rows_print(struct rows *rows, const struct smaps_mapping *s)
{
	if (!keep_path(rows, &s->mapping))
		return false;
	print_row(rows, s);
	count(&rows->totals, s);
	if (!rows->table || !render_hears_words(rows->render))
		return true;
	if (!rows->headed)
		table_head(rows);
	rows->headed = true;
	table_row(rows, s);
	return true;
}

static void text_totals(const struct rows *rows)
{
	const struct totals *totals = &rows->totals;
	struct render *r = rows->render;

	if (totals->mappings && rows->indent == 0)
		render_line(r, 0);
	render_line(r, rows->indent);
	render_printf(r, STYLE_PLAIN, "%" PRIu64 " mapping%s", totals->mappings,
		totals->mappings == 1 ? "" : "s");
	if (!totals->mappings)
		return;
	render_words(r, "   ", as_bytes(totals->size));
	if (rows->detail)
		table_totals(rows);
}

static const struct field totals_fields[] = {
	{"mappings", JSON_ONLY, VALUE_COUNT, MEMBER(struct totals, mappings)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct totals, size)},
};

void rows_print_totals(struct rows *rows, bool worded)
{
	const struct totals *totals = &rows->totals;
	struct render *r = rows->render;

	render_object(r, "totals");
	render_members(r, FIELDS(totals_fields), totals);
	if (rows->detail && totals->mappings)
		print_memory(r, &totals->memory);
	else
		render_null(r, "memory");
	render_close(r);
	if (worded)
		text_totals(rows);
}

void rows_free(struct rows *rows)
{
	free(rows->path);
}
