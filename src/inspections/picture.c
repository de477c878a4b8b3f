/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/picture.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "inspections/frame.h"
#include "proc/kind.h"

void picture_begin(struct picture *picture, pid_t pid)
{
	char path[64];
	ssize_t got;

	picture->space.count = 0;
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

/* "libc.so.6" of a path: its last part. */
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
			length--; /* no part of a character */
		memcpy(block.name, name, length);
		if (!length)
			strcpy(block.name, "anonymous");
	}
	memcpy(block.perms, m->perms, sizeof(block.perms));
	space_add(&picture->space, &block);
}

/* How many mappings a block is, or how the only one may be used. */
static void say_block(struct frame *frame, const struct block *block)
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

uint64_t picture_kernel_start(uint64_t user_end)
{
#if defined(__x86_64__) || defined(__aarch64__) ||                             \
	(defined(__riscv) && __riscv_xlen == 64)
	return user_end > UINT32_MAX ? 0 - user_end : 0;
#else
	(void)user_end;
	return 0;
#endif
}

/* The part from TOP, 0 for the end of all addresses, down to BOTTOM. */
static void draw_part(struct frame *frame, const struct space *space,
	uint64_t bottom, uint64_t top, const char *empty)
{
	for (size_t i = space->count; i > 0; i--) {
		const struct block *block = &space->blocks[i - 1];

		if (space_is_upper(block->start) != space_is_upper(top - 1))
			continue;
		if (top - block->end)
			frame_gap(frame, block->end, empty, top - block->end);
		say_block(frame, block);
		top = block->start;
	}
	if (top - bottom)
		frame_gap(frame, bottom, empty, top - bottom);
}

static bool has_upper(const struct space *space)
{
	return space->count &&
	       space_is_upper(space->blocks[space->count - 1].start);
}

/* The kernel's part, and what lies between it and that of programs. */
static void draw_upper(struct frame *frame, const struct space *space,
	uint64_t user_end, uint64_t kernel)
{
	if (!kernel) {
		frame_edge(frame, UINT64_MAX, "high addresses");
		frame_gap(frame, user_end, "the kernel's, or no addresses",
			0 - user_end);
		return;
	}
	frame_edge(frame, UINT64_MAX, "kernel");
	draw_part(frame, space, kernel, 0, "the kernel's");
	frame_edge(frame, kernel, "");
	if (kernel - user_end)
		frame_gap(frame, user_end, "no addresses", kernel - user_end);
}

void picture_draw(
	const struct picture *picture, struct render *r, unsigned indent)
{
	const struct space *space = &picture->space;
	uint64_t user_end = space_user_end(space);
	uint64_t kernel = picture_kernel_start(user_end);
	struct frame frame = {r, indent};

	if (!render_hears_words(r))
		return;
	if (!kernel && has_upper(space))
		kernel = space->blocks[space->count - 1].start;
	/* Of a machine of 32 bits these are all addresses. */
	if (UINTPTR_MAX > UINT32_MAX || kernel)
		draw_upper(&frame, space, user_end, kernel);
	frame_edge(&frame, user_end, "user");
	draw_part(&frame, space, 0, user_end, "not mapped");
	frame_edge(&frame, 0, "low addresses");
}
