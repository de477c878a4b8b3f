/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool layout" share. */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_LAYOUT_H
#define MEMTOOL_INSPECTIONS_LAYOUT_LAYOUT_H

#include "command/command.h"
#include "inspections/layout/exec_probe.h"
#include "inspections/layout/picture.h"
#include "models/entropy.h"
#include "proc/address_layout.h"

/* The parts of an address space, each with all that is between its ends. */
enum layout_part {
	PART_EXE,
	PART_HEAP,
	PART_MMAP, /* everything that mmap(2) places */
	PART_STACK,
	PART_VDSO,
	PART_VVAR,
	PART_VSYSCALL,
	PART_VECTORS, /* user helpers on arm */
	PARTS,
};

struct extent {
	uint64_t start, end; /* end: 0: none */
	uint64_t mapped, mappings;
	char perms[5]; /* of the first mapping */
};

struct extents {
	struct extent part[PARTS];
	uint64_t mmap_top; /* of PART_MMAP, below the stack; 0: none */
	/* The same as a picture, in address order. */
	struct picture picture;
};

/* The size of this machine's addresses. */
struct layout_machine {
	char name[65];   /* from uname(2) */
	unsigned levels; /* of page tables; 0: unknown */
	struct address_sizes sizes;
};

/* An area whose addresses were compared. */
struct layout_area {
	const char *name;
	bool there; /* in each process; if not, nothing is measured */
	struct setting configured;
	struct entropy entropy;
};

struct layout_aslr {
	size_t processes; /* 0: nothing was measured */
	struct layout_area areas[PROBE_AREAS];
};

/* All that is printed. */
struct layout {
	pid_t pid;
	struct layout_machine machine;
	struct layout_settings settings;
	bool has_parts;
	struct extents parts;
	struct layout_aslr aslr;
	bool whole; /* false: .parts is incomplete, so draw no picture */
};

void layout_read_machine(struct layout_machine *machine,
	const struct address_space *space, pid_t pid);

/* Find the parts of a process.  False: see *REASON. */
bool layout_read_parts(struct extents *parts, pid_t pid, struct reason *reason);

/* Measure COUNT fresh processes.  False: not all of them answered. */
bool layout_read_aslr(struct layout_aslr *aslr, uint64_t count,
	const struct layout_settings *settings, const struct address_space *own,
	struct reason *reason);

/* Add the kernel's areas to the picture. */
void layout_add_kernel(struct extents *parts);

/* A part as a block of the picture: its kind and name. */
struct block layout_block(enum layout_part part);

/* The members about the machine, from "machine" to "classical_32_bit". */
void layout_print_machine(struct render *r, unsigned indent,
	const struct layout_machine *machine,
	const struct address_space *space);

/* "parts"; null if not readable. */
void layout_print_parts(
	struct render *r, unsigned indent, const struct layout *layout);

/* An object of "first", "last" and "size"; null if LAST is 0. */
void layout_print_range(
	struct render *r, const char *key, uint64_t first, uint64_t last);

/* "kernel_areas" */
void layout_print_kernel(struct render *r, const struct address_space *space);

/* "settings", as they apply to this process. */
void layout_print_settings(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process);

/* "aslr" */
void layout_print_aslr(
	struct render *r, unsigned indent, const struct layout_aslr *aslr);

/* The picture, with the kernel. */
void layout_draw(
	struct render *r, unsigned indent, const struct picture *picture);

/* Begin a line of text with a label. */
void layout_line(struct render *r, unsigned indent, const char *label);

#endif
