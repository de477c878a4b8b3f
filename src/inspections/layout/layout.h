/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool layout" share. */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_H
#define MEMTOOL_INSPECTIONS_LAYOUT_H

#include "command/command.h"
#include "inspections/fresh.h"
#include "inspections/layout/picture.h"
#include "models/entropy.h"
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

/* How long this machine's addresses are. */
struct layout_machine {
	char name[65];   /* as uname(2) has it */
	unsigned levels; /* of page tables; 0: not known */
	struct address_sizes sizes;
};

/* One of the areas whose addresses were compared. */
struct layout_area {
	const char *name;
	bool there; /* in each process; else nothing is measured */
	struct setting configured;
	struct entropy e;
};

struct layout_aslr {
	size_t processes; /* 0: nothing was measured */
	struct layout_area areas[FRESH_AREAS];
};

/* All that is shown. */
struct layout {
	pid_t pid;
	struct layout_machine machine;
	struct layout_settings settings;
	bool has_parts;
	struct extents parts;
	struct layout_aslr aslr;
	bool whole; /* the picture is drawn of what was seen whole */
};

void layout_read_machine(struct layout_machine *machine,
	const struct address_space *space, pid_t pid);

/* Find the parts of a process.  False: *REASON says why not. */
bool layout_read_parts(struct extents *parts, pid_t pid, struct reason *reason);

/* Over COUNT fresh processes.  False: not all of them could be asked. */
bool layout_read_aslr(struct layout_aslr *aslr, uint64_t count,
	const struct layout_settings *settings, const struct address_space *own,
	struct reason *reason);

/* Put the areas of the kernel into the picture. */
void layout_add_kernel(struct extents *parts);

/* As the picture has it: its kind and its name. */
struct block layout_block(enum layout_part part);

/* The members about the machine, from "machine" to "classical_32_bit". */
void layout_tell_machine(struct render *r, unsigned indent,
	const struct layout_machine *machine,
	const struct address_space *space);

/* "parts"; null where they could not be seen. */
void layout_tell_parts(
	struct render *r, unsigned indent, const struct layout *layout);

/* An object of "first", "last" and "size"; null if LAST is 0. */
void layout_tell_range(
	struct render *r, const char *key, uint64_t first, uint64_t last);

/* "kernel_areas" */
void layout_tell_kernel(struct render *r, const struct address_space *space);

/* "settings", as they are for the process of these addresses. */
void layout_tell_settings(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process);

/* "aslr" */
void layout_tell_aslr(
	struct render *r, unsigned indent, const struct layout_aslr *aslr);

/* The picture, with the kernel in it. */
void layout_draw(
	struct render *r, unsigned indent, const struct picture *picture);

/* Begin a line of text with what it is about. */
void layout_line(struct render *r, unsigned indent, const char *label);

#endif
