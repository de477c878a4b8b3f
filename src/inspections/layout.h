/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool layout" share. */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_H
#define MEMTOOL_INSPECTIONS_LAYOUT_H

#include "commands/command.h"
#include "inspections/picture.h"
#include "proc/address_layout.h"

/* The parts of an address space, each with all that lies between its ends. */
enum layout_part {
	PART_EXE,
	PART_HEAP,
	PART_MMAP, /* all that mmap(2) places */
	PART_STACK,
	PART_VDSO,
	PART_VVAR,
	PART_VSYSCALL,
	PART_VECTORS, /* arm's helpers for programs */
	PARTS,
};

struct extent {
	uint64_t start, end; /* end: 0: there is none */
	uint64_t mapped, mappings;
	char perms[5]; /* of the first */
};

struct extents {
	struct extent part[PARTS];
	uint64_t mmap_top; /* of PART_MMAP, below the stack; 0: none */
	/* The same in the user's half, as they follow each other. */
	struct picture picture;
};

/* Find them.  False: *FAILURE says why not. */
bool layout_find_parts(
	struct extents *parts, pid_t pid, struct failure *failure);

const char *layout_part_name(enum layout_part part);
/* As the picture has it: its kind and its name. */
struct block layout_block(enum layout_part part);

/* "parts" of process PID. */
void layout_tell_parts(struct render *r, unsigned indent, pid_t pid,
	const struct extents *parts);

/* "kernel_areas", and the picture with them in it. */
void layout_tell_kernel(struct render *r, const struct address_space *space);
void layout_draw(struct render *r, unsigned indent, struct extents *parts);

/* The members of "layout" about the machine, up to "classical_32_bit". */
void layout_tell_machine(struct render *r, unsigned indent,
	const struct address_space *space, pid_t pid);

/* An object of "first", "last" and "size"; null if LAST is 0. */
void layout_tell_range(
	struct render *r, const char *key, uint64_t first, uint64_t last);

/* "settings", as they are for the process of these addresses. */
void layout_tell_settings(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process);

/*
 * "aslr": over COUNT fresh processes.  False: not all of them could be asked,
 * and *FAILURE says why.
 */
bool layout_tell_aslr(struct render *r, unsigned indent, uint64_t count,
	const struct layout_settings *settings, const struct address_space *own,
	struct failure *failure);

/* Begin a line of text with what it is about. */
void layout_line(struct render *r, unsigned indent, const char *label);

#endif
