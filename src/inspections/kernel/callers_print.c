/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/callers.h"
#include "render/field.h"
#include "words/array.h"

/* A caller, an area or the totals, as printed. */
struct caller_row {
	const char *caller, *kind;
	uint64_t areas, size, memory; /* bytes */
	uint64_t lowest, highest;
};

static const struct field total_fields[] = {
	{"count", "areas ", VALUE_COUNT, MEMBER(struct caller_row, areas)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct caller_row, size)},
	{"memory", JSON_ONLY, VALUE_BYTES, MEMBER(struct caller_row, memory)},
};

static const struct field place_fields[] = {
	{"lowest", "   from ", VALUE_ADDRESS, MEMBER(struct caller_row, lowest),
		.unless = UNLESS_ZERO},
	{"highest", " to ", VALUE_ADDRESS, MEMBER(struct caller_row, highest),
		.unless = UNLESS_ZERO},
};

static const struct field caller_fields[] = {
	{"areas", "areas", VALUE_COUNT, MEMBER(struct caller_row, areas),
		.width = 8},
	{"size", "size", VALUE_ABOUT, MEMBER(struct caller_row, size),
		.width = 10},
	{"memory", "memory", VALUE_ABOUT, MEMBER(struct caller_row, memory),
		.width = 10},
	{"kind", "kind", VALUE_TEXT, MEMBER(struct caller_row, kind),
		.width = -12, .gap = 1},
	{"caller", "caller", VALUE_FOREIGN, MEMBER(struct caller_row, caller),
		.gap = 1},
};

/* An area has no count of areas; its cells align with the callers' cells. */
enum { AREA_INDENT = 9 };

static const struct field *const area_fields = caller_fields + 1;
enum { AREA_FIELDS = ARRAY_SIZE(caller_fields) - 1 };

static const char *name_of(const char *caller)
{
	return *caller ? caller : NULL;
}

static void print_callers(struct render *r, const struct callers *callers,
	size_t top, uint64_t page_size)
{
	render_line(r, 0);
	render_headings(r, 0, FIELDS(caller_fields));
	render_array(r, "by_caller");
	for (size_t i = 0; i < callers->count && i < top; i++) {
		const struct caller *caller = &callers->of[i];
		struct caller_row row = {.caller = name_of(caller->name),
			.kind = vmalloc_kind_name(caller->kind),
			.areas = caller->areas,
			.size = caller->size,
			.memory = caller->pages * page_size};

		render_row(r, 0, FIELDS(caller_fields), &row);
	}
	render_close(r);
	if (callers->count <= top)
		return;
	render_line(r, 0);
	render_printf(r, STYLE_FAINT, "and %zu more", callers->count - top);
}

static void print_largest(
	struct render *r, const struct callers *callers, uint64_t page_size)
{
	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_LABEL, " largest");
	render_array(r, "largest");
	for (size_t i = 0; i < callers->largest_count; i++) {
		const struct vmalloc_area *area = &callers->largest[i];
		struct caller_row row = {.caller = name_of(area->caller),
			.kind = vmalloc_kind_name(area->kind),
			.size = area->size,
			.memory = area->pages * page_size};

		render_row(r, AREA_INDENT, area_fields, AREA_FIELDS, &row);
	}
	render_close(r);
}

void callers_print(struct render *r, const struct callers *callers, size_t top,
	uint64_t page_size)
{
	struct caller_row all = {.areas = callers->areas,
		.size = callers->size,
		.memory = callers->pages * page_size,
		.lowest = callers->lowest,
		.highest = callers->highest};

	render_object(r, "areas");
	render_line(r, 0);
	render_fields(r, FIELDS(total_fields), &all);
	render_printf(r, STYLE_PLAIN, " (each with a guard page)");
	render_fields(r, FIELDS(place_fields), &all);
	render_close(r);
	print_callers(r, callers, top, page_size);
	print_largest(r, callers, page_size);
}

void callers_print_none(struct render *r)
{
	render_null(r, "areas");
	render_null(r, "by_caller");
	render_null(r, "largest");
}
