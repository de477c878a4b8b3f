/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/tell.h"
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

static void tell_memory(struct render *r, const struct memory *memory)
{
	render_object(r, "memory");
	for (int i = 0; i < MEMORY_KINDS; i++) {
		const struct field field = {memory_name((enum memory_kind)i),
			NULL, VALUE_BYTES, MEMBER(struct memory, of[i]),
			.unless = UNLESS_NEGATIVE};

		render_members(r, &field, 1, memory);
	}
	render_close(r);
}

struct range {
	uint64_t start, end, size;
	const char *kind;
};

static const struct field range_fields[] = {
	{"start", NULL, VALUE_ADDRESS, MEMBER(struct range, start)},
	{"end", NULL, VALUE_ADDRESS, MEMBER(struct range, end)},
	{"size", NULL, VALUE_BYTES, MEMBER(struct range, size)},
	{"kind", NULL, VALUE_TEXT, MEMBER(struct range, kind)},
};

void mapping_tell(
	struct render *r, const struct mapping *m, const char *path, bool flags)
{
	struct told_mapping told = {m->perms, m->offset, m->device, m->inode,
		path, {flags ? m->flags : NULL, m->flags_length}};
	struct range range = {m->start, m->end, m->end - m->start,
		mapping_kind_name(mapping_kind(m))};

	render_members(r, FIELDS(range_fields), &range);
	tell_mapping(r, &told);
}

static void tell_row(const struct rows *rows, const struct smaps_mapping *s)
{
	struct render *r = rows->render;
	const struct mapping *m = &s->mapping;

	render_object(r, NULL);
	mapping_tell(r, m, m->path_length ? rows->path : NULL, rows->detail);
	if (rows->detail)
		tell_memory(r, &s->memory);
	else
		render_null(r, "memory");
	render_close(r);
}

/* What no mapping has told stays unknown. */
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

bool rows_tell(struct rows *rows, const struct smaps_mapping *s)
{
	if (!keep_path(rows, &s->mapping))
		return false;
	tell_row(rows, s);
	count(&rows->totals, s);
	if (!rows->table || !render_hears_words(rows->render))
		return true;
	if (!rows->headed)
		table_head(rows);
	rows->headed = true;
	table_row(rows, s);
	return true;
}

static void say_totals(const struct rows *rows)
{
	const struct totals *totals = &rows->totals;
	struct render *r = rows->render;

	if (totals->mappings && rows->indent == 0)
		render_line(r, 0);
	render_line(r, rows->indent);
	render_say(r, STYLE_PLAIN, "%" PRIu64 " mapping%s", totals->mappings,
		totals->mappings == 1 ? "" : "s");
	if (!totals->mappings)
		return;
	render_words(r, "   ", as_bytes(totals->size));
	if (rows->detail)
		table_totals(rows);
}

static const struct field totals_fields[] = {
	{"mappings", NULL, VALUE_COUNT, MEMBER(struct totals, mappings)},
	{"size", NULL, VALUE_BYTES, MEMBER(struct totals, size)},
};

void rows_tell_totals(struct rows *rows, bool said)
{
	const struct totals *totals = &rows->totals;
	struct render *r = rows->render;

	render_object(r, "totals");
	render_members(r, FIELDS(totals_fields), totals);
	if (rows->detail && totals->mappings)
		tell_memory(r, &totals->memory);
	else
		render_null(r, "memory");
	render_close(r);
	if (said)
		say_totals(rows);
}

void rows_free(struct rows *rows)
{
	free(rows->path);
}
