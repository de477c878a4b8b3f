/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout/picture.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "inspections/layout/picture_lines.h"
#include "proc/mapping_kind.h"

void picture_begin(struct picture *picture, pid_t pid)
{
	char path[64];
	ssize_t got;

	picture->machine = read_address_space();
	picture->process = read_process_space(pid, &picture->machine);
	picture->space.count = 0;
	picture->space.user_end = picture->process.user_end;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	got = readlink(path, picture->program, sizeof(picture->program) - 1);
	picture->program[got < 0 ? 0 : got] = '\0';
}

bool picture_is_program(const struct picture *picture, const struct mapping *m)
{
	size_t length = strlen(picture->program);

	return length && length == m->path_length &&
	       memcmp(picture->program, m->path, length) == 0;
}

/* "libc.so.6": the last component of a path. */
static const char *last_part(const struct mapping *m, size_t *length)
{
	const char *slash = memrchr(m->path, '/', m->path_length);
	const char *name = slash ? slash + 1 : m->path;

	*length = m->path_length - (size_t)(name - m->path);
	return name;
}

static enum block_kind kind_of(const struct picture *picture,
	const struct mapping *m, const char *name, size_t length)
{
	switch (mapping_kind(m)) {
	case KIND_ANONYMOUS:
		return BLOCK_ANONYMOUS;
	case KIND_FILE:
		if (picture_is_program(picture, m))
			return BLOCK_PROGRAM;
		return memmem(name, length, ".so", 3) ? BLOCK_LIBRARY
						      : BLOCK_FILE;
	default:
		return BLOCK_NAMED;
	}
}

void picture_add(struct picture *picture, const struct mapping *m, bool shown)
{
	struct block block = {.kind = BLOCK_OTHER,
		.start = m->start,
		.end = m->end,
		.mappings = 1};
	size_t length;
	const char *name = last_part(m, &length);

	if (shown) {
		block.kind = kind_of(picture, m, name, length);
		if (length >= sizeof(block.name))
			length = sizeof(block.name) - 1;
		while (length && (name[length] & 0xc0) == 0x80)
			length--; /* do not split a character */
		memcpy(block.name, name, length);
		if (!length)
			strcpy(block.name, "anonymous");
	}
	memcpy(block.perms, m->perms, sizeof(block.perms));
	space_add(&picture->space, &block);
}

/* A block's number of mappings, or the permissions of a single one. */
static void text_block(struct frame *frame, const struct block *block)
{
	static const char *const words[] = {
		[BLOCK_PROGRAM] = "program",
		[BLOCK_LIBRARY] = "library",
		[BLOCK_FILE] = "file",
		[BLOCK_OTHER] = "not shown",
		[BLOCK_VARIOUS] = "",
	};
	const char *word = words[block->kind];
	char note[40];

	if (block->mappings == 1)
		snprintf(note, sizeof(note), "%s", block->perms);
	else
		snprintf(note, sizeof(note), "%" PRIu64 " mappings",
			block->mappings);
	frame_block(frame, block->start, block->name, word ? word : "",
		block->mapped, note);
}

/* What to draw, and its edges. */
struct drawing {
	struct frame frame;
	const struct picture *picture;
	const struct address_space *widest; /* the machine's or the process's */
};

/*
 * Room from BOTTOM to TOP.  Where mmap(2) does not place memory on its own, it
 * is labelled differently.
 */
static void draw_room(struct drawing *drawing, uint64_t bottom, uint64_t top)
{
	const struct address_space *process = &drawing->picture->process;
	uint64_t line = process->hinted_start;

	if (line < process->user_end && top > line) {
		uint64_t from = bottom > line ? bottom : line;

		frame_gap(&drawing->frame, from, "only if addr asks for it",
			top - from);
		top = from;
	}
	if (top - bottom)
		frame_gap(&drawing->frame, bottom, "not mapped", top - bottom);
}

/* The addresses of the process. */
static void draw_user(struct drawing *drawing)
{
	const struct space *space = &drawing->picture->space;
	uint64_t top = space->user_end;

	if (!top && space->count)
		top = space->blocks[space->count - 1].end;
	for (size_t i = space->count; i > 0; i--) {
		const struct block *block = &space->blocks[i - 1];

		if (space_is_upper(space, block->start))
			continue;
		if (top > block->end)
			draw_room(drawing, block->end, top);
		text_block(&drawing->frame, block);
		top = block->start;
	}
	if (top)
		draw_room(drawing, 0, top);
}

/* The part above them, from FIRST to LAST. */
static void draw_kernel(struct drawing *drawing, uint64_t first, uint64_t last)
{
	const struct space *space = &drawing->picture->space;
	uint64_t top = last + 1; /* 0: the end of the address space */

	for (size_t i = space->count; i > 0; i--) {
		const struct block *block = &space->blocks[i - 1];

		if (!space_is_upper(space, block->start))
			break;
		if (top - block->end)
			frame_gap(&drawing->frame, block->end, "the kernel's",
				top - block->end);
		text_block(&drawing->frame, block);
		top = block->start;
	}
	if (top - first)
		frame_gap(&drawing->frame, first, "the kernel's", top - first);
}

/* Above user addresses, if the kernel's part is unknown. */
static void draw_top(struct drawing *drawing)
{
	const struct address_space *space = drawing->widest;
	uint64_t last = space->wide ? UINT64_MAX : UINT32_MAX;
	const char *what = space->kernel == KERNEL_UNKNOWN
				   ? "the kernel's, or not valid"
				   : "no addresses";

	frame_edge(&drawing->frame, last, "high addresses");
	if (last - space->user_end + 1)
		frame_gap(&drawing->frame, space->user_end, what,
			last - space->user_end + 1);
}

/* The kernel's part, and the gap between it and user addresses. */
static void draw_upper(struct drawing *drawing)
{
	const struct address_space *space = drawing->widest;

	if (space->kernel != KERNEL_ABOVE) {
		draw_top(drawing);
		return;
	}
	frame_edge(&drawing->frame, space->kernel_last, "kernel");
	draw_kernel(drawing, space->kernel_start, space->kernel_last);
	frame_edge(&drawing->frame, space->kernel_start, "");
	if (space->kernel_start - space->user_end)
		frame_gap(&drawing->frame, space->user_end, "no addresses",
			space->kernel_start - space->user_end);
}

void picture_draw(
	const struct picture *picture, struct render *r, unsigned indent)
{
	const struct address_space *machine = &picture->machine;
	const struct address_space *process = &picture->process;
	struct drawing drawing = {{r, indent}, picture,
		process->user_end > machine->user_end ? process : machine};

	if (!render_hears_words(r))
		return;
	draw_upper(&drawing);
	frame_edge(&drawing.frame, drawing.widest->user_end, "user");
	if (process->user_end < machine->user_end)
		frame_gap(&drawing.frame, process->user_end,
			"for 64-bit programs",
			machine->user_end - process->user_end);
	draw_user(&drawing);
	frame_edge(&drawing.frame, 0, "low addresses");
}
