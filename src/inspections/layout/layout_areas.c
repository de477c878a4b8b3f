/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the address space of a process. */
#include <inttypes.h>
#include <string.h>

#include "inspections/layout/layout.h"
#include "inspections/maps/mapping_source.h"
#include "render/field.h"

static const struct {
	const char *name; /* in JSON */
	const char *path; /* the kernel's name for it; NULL: none */
} rows[PARTS] = {
	[PART_EXE] = {"exe", NULL},
	[PART_HEAP] = {"heap", "[heap]"},
	[PART_MMAP] = {"mmap", NULL},
	[PART_STACK] = {"stack", "[stack]"},
	[PART_VDSO] = {"vdso", "[vdso]"},
	[PART_VVAR] = {"vvar", "[vvar]"},
	[PART_VSYSCALL] = {"vsyscall", "[vsyscall]"},
	[PART_VECTORS] = {"vectors", "[vectors]"},
};

struct block layout_block(enum layout_part part)
{
	struct block block = {
		.kind = part == PART_EXE ? BLOCK_PROGRAM : BLOCK_NAMED};

	snprintf(block.name, sizeof(block.name), "%s", rows[part].name);
	return block;
}

/*
 * By name, else by position: the program's .bss follows the program, and
 * mappings above it and below the stack were placed by mmap(2).
 */
static enum layout_part part_of(
	const struct extents *parts, const struct mapping *m)
{
	const struct extent *exe = &parts->part[PART_EXE];

	if (picture_is_program(&parts->picture, m))
		return PART_EXE;
	for (int i = 0; i < PARTS; i++)
		if (rows[i].path && mapping_has_path(m, rows[i].path))
			return (enum layout_part)i;
	/* Newer kernels have a second part. */
	if (mapping_has_path(m, "[vvar_vclock]"))
		return PART_VVAR;
	if (!m->path_length && exe->end == m->start)
		return PART_EXE;
	return PART_MMAP;
}

static void widen(struct extent *part, const struct mapping *m)
{
	if (!part->end) {
		part->start = m->start;
		memcpy(part->perms, m->perms, sizeof(part->perms));
	}
	part->end = m->end;
	part->mapped += m->end - m->start;
	part->mappings++;
}

/* Not yet added to the picture: adjacent mappings of one part. */
struct run {
	enum layout_part part;
	struct block block; /* .mappings is 0: empty */
};

static void end_run(struct extents *parts, struct run *run)
{
	if (run->block.mappings)
		space_add(&parts->picture.space, &run->block);
	run->block.mappings = 0;
}

/* The kernel may place vdso and vvar among mappings, as part of them. */
static bool goes_on(const struct run *run, enum layout_part part)
{
	if (!run->block.mappings)
		return false;
	return part == run->part ||
	       (run->part == PART_MMAP &&
		       (part == PART_VDSO || part == PART_VVAR));
}

static void add_to_run(struct extents *parts, struct run *run,
	enum layout_part part, const struct mapping *m)
{
	if (part == PART_VSYSCALL) /* it is after kernel areas */
		return;
	if (!goes_on(run, part)) {
		end_run(parts, run);
		*run = (struct run){part, layout_block(part)};
		run->block.start = m->start;
		memcpy(run->block.perms, m->perms, sizeof(m->perms));
	}
	run->block.end = m->end;
	run->block.mappings++;
}

/* Newer kernels place the vdso like any mapping. */
static uint64_t top_of(const struct extents *parts)
{
	const struct extent *vdso = &parts->part[PART_VDSO];
	const struct extent *stack = &parts->part[PART_STACK];

	if (vdso->end > parts->mmap_top && vdso->end <= stack->start)
		return vdso->end;
	return parts->mmap_top;
}

bool layout_read_parts(struct extents *parts, pid_t pid, struct reason *reason)
{
	struct source source;
	struct smaps_mapping m;
	struct run run = {0};
	bool good;

	memset(parts->part, 0, sizeof(parts->part));
	parts->mmap_top = 0;
	if (!source_open(&source, pid, false, reason))
		return false;
	while (source_next(&source, &m)) {
		enum layout_part part = part_of(parts, &m.mapping);

		widen(&parts->part[part], &m.mapping);
		/* arm has the kernel's own pages above the stack. */
		if (part == PART_MMAP && !parts->part[PART_STACK].end)
			parts->mmap_top = m.mapping.end;
		add_to_run(parts, &run, part, &m.mapping);
	}
	end_run(parts, &run);
	parts->mmap_top = top_of(parts);
	good = source_complete(&source, reason);
	source_close(&source);
	return good;
}

static void text_part(struct render *r, unsigned indent, const char *name,
	const struct extent *part)
{
	char size[32];

	layout_line(r, indent, name);
	if (!part->end) {
		render_printf(r, STYLE_FAINT, "none");
		return;
	}
	format_about(part->mapped, size, sizeof(size));
	render_printf(r, STYLE_PLAIN, "%016" PRIx64 "-%016" PRIx64 "  %-8s",
		part->start, part->end, size);
	if (part->mappings > 1)
		render_printf(r, STYLE_FAINT, " in %" PRIu64 " mappings",
			part->mappings);
}

struct part_row {
	struct extent part;
	const char *name;
	bool there;
};

#define PART(member) MEMBER(struct part_row, member)

static const struct field part_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, PART(name)},
	{"start", JSON_ONLY, VALUE_ADDRESS, PART(part.start),
		IF_HAS(struct part_row, there)},
	{"end", JSON_ONLY, VALUE_ADDRESS, PART(part.end),
		IF_HAS(struct part_row, there)},
	{"mapped", JSON_ONLY, VALUE_BYTES, PART(part.mapped)},
	{"mappings", JSON_ONLY, VALUE_COUNT, PART(part.mappings)},
};

static void print_part(struct render *r, unsigned indent,
	const struct extents *parts, enum layout_part which)
{
	const struct extent *part = &parts->part[which];
	const char *name = rows[which].name;
	bool there = part->end != 0;

	struct part_row row = {*part, name, there};

	render_item(r, NULL, FIELDS(part_fields), &row);
	/* Most machines never have it. */
	if (there || part != &parts->part[PART_VECTORS])
		text_part(r, indent, name, part);
}

static void text_process(struct render *r, unsigned indent, pid_t pid,
	const struct picture *picture)
{
	layout_line(r, indent, "process");
	render_printf(r, STYLE_PLAIN, "%d", (int)pid);
	if (picture->process.user_end != picture->machine.user_end)
		render_printf(r, STYLE_PLAIN,
			", a %d-bit program: user addresses end at "
			"%" PRIx64,
			picture->process.wide ? 64 : 32,
			picture->process.user_end);
}

static void text_top(struct render *r, unsigned indent, uint64_t top)
{
	if (!top)
		return;
	layout_line(r, indent, "mmap top");
	render_printf(r, STYLE_PLAIN,
		"%016" PRIx64 ": the highest address of mmap; its base is near",
		top);
}

void layout_print_parts(
	struct render *r, unsigned indent, const struct layout *layout)
{
	const struct extents *parts = &layout->parts;

	if (!layout->has_parts) {
		render_null(r, "parts");
		return;
	}
	text_process(r, indent, layout->pid, &parts->picture);
	render_array(r, "parts");
	for (int i = 0; i < PARTS; i++)
		print_part(r, indent, parts, (enum layout_part)i);
	render_close(r);
	text_top(r, indent, parts->mmap_top);
}
