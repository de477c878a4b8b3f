/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's areas, and the whole picture. */
#include <string.h>

#include "inspections/layout/layout.h"
#include "models/kernel_space.h"
#include "render/field.h"

/* The paging levels of the documented layout that applies. */
static unsigned levels_documented(const struct address_space *space)
{
	if (space->machine != MACHINE_X86_64 || !space->wide)
		return 0;
	return space->bits == 57 ? 5 : space->bits == 48 ? 4 : 0;
}

struct drawn_row {
	struct kernel_area area;
	uint64_t size;
};

#define AREA(member) MEMBER(struct drawn_row, member)

static const struct field area_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, AREA(area.name)},
	{"first", JSON_ONLY, VALUE_ADDRESS, AREA(area.first)},
	{"last", JSON_ONLY, VALUE_ADDRESS, AREA(area.last)},
	{"size", JSON_ONLY, VALUE_BYTES, AREA(size)},
	{"moved_by_kaslr", JSON_ONLY, VALUE_TRUTH, AREA(area.moves)},
};

void layout_print_kernel(struct render *r, const struct address_space *space)
{
	unsigned levels = levels_documented(space);
	const struct kernel_area *area;

	if (!kernel_space_area(levels, 0)) {
		render_null(r, "kernel_areas");
		return;
	}
	render_array(r, "kernel_areas");
	for (size_t i = 0; (area = kernel_space_area(levels, i)); i++) {
		struct drawn_row row = {*area, area->last - area->first + 1};

		render_item(r, NULL, FIELDS(area_fields), &row);
	}
	render_close(r);
}

static void add_vsyscall(struct extents *parts)
{
	const struct extent *part = &parts->part[PART_VSYSCALL];
	struct block block = layout_block(PART_VSYSCALL);

	if (!part->end)
		return;
	block.start = part->start;
	block.end = part->end;
	block.mappings = part->mappings;
	memcpy(block.perms, part->perms, sizeof(block.perms));
	space_add(&parts->picture.space, &block);
}

static void add_kernel_area(
	struct extents *parts, const struct kernel_area *area)
{
	struct block block = {.kind = BLOCK_NAMED,
		.start = area->first,
		.end = area->last + 1,
		.mappings = 1};

	snprintf(block.name, sizeof(block.name), "%s%s", area->name,
		area->moves ? " (KASLR)" : "");
	space_add(&parts->picture.space, &block);
}

void layout_add_kernel(struct extents *parts)
{
	unsigned levels = levels_documented(&parts->picture.machine);
	const struct kernel_area *area;

	for (size_t i = 0; (area = kernel_space_area(levels, i)); i++)
		add_kernel_area(parts, area);
	add_vsyscall(parts);
}

void layout_draw(
	struct render *r, unsigned indent, const struct picture *picture)
{
	unsigned levels = levels_documented(&picture->machine);

	if (kernel_space_area(levels, 0)) {
		layout_line(r, indent, "picture");
		render_printf(r, STYLE_PLAIN, "the kernel's ");
		render_printf(r, STYLE_PLAIN,
			"areas are as documented by Linux, not measured:");
		layout_line(r, indent, "");
		render_printf(r, STYLE_PLAIN,
			"KASLR, if enabled, moves some of them at boot");
	}
	render_line(r, indent);
	picture_draw(picture, r, indent);
}
