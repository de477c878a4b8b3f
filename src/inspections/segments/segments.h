/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool segments" share. */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENTS_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENTS_H

#include "command/command.h"
#include "inspections/segments/segment_try.h"
#include "models/gdt.h"
#include "models/selector.h"
#include "observer/trace/traced_registers.h"
#include "render/render.h"

enum { SEGMENTS_COLUMN = 12 }; /* where text after a label begins */

/* A segment register, and the known facts of its segment. */
struct segment_register_view {
	const char *name, *descriptor, *told_by;
	uint16_t value;
	struct selector selector;
	struct value base;
	struct descriptor loaded; /* if .told_by is not NULL */
	bool says_base, known;
};

/* A GDT entry, as far as this process may see it. */
struct gdt_entry {
	unsigned index, selector;
	const char *name;
	bool visible, counts; /* counts: its limit encodes CPU and node */
	struct descriptor descriptor;
	unsigned cpu, node;
};

/* All that is printed. */
struct segments {
	pid_t pid;
	bool known;       /* all except .trial is known, or nothing */
	const char *code; /* "64-bit"; NULL: not visible */
	struct segment_register_view registers[SEGMENT_REGISTERS];
	struct gdt_entry gdt[GDT_ENTRIES];
	size_t gdt_count;
	struct hidden_answer answers[HIDDEN];
	bool tried;
	struct segment_trial trial; /* if .tried is set */
};

void segments_read_registers(
	struct segments *segments, const struct traced_registers *registers);
void segments_read_gdt(struct segments *segments);

/* Begin a line of text, with the report's indent. */
void segments_line(struct render *r, unsigned indent, const char *label);

/*
 * "limit", "rights" and "told_by"; null if D is NULL.  In text, the rights on
 * their own line: "code, execute/read, accessed; DPL 3, P, L, G".
 */
void segments_print_rights(struct render *r, unsigned indent,
	const struct descriptor *descriptor, const char *told_by);
/* The same, only for JSON. */
void segments_list_rights(struct render *r, const struct descriptor *descriptor,
	const char *told_by);

/* "registers": all six, and how 64-bit code uses them. */
void segments_print_registers(
	struct render *r, unsigned indent, const struct segments *segments);

/* "gdt"; "umip" and "hidden"; "own_segment". */
void segments_print_gdt(
	struct render *r, unsigned indent, const struct segments *segments);
void segments_print_hidden(struct render *r, unsigned indent,
	const struct hidden_answer answers[HIDDEN]);
void segments_print_trial(
	struct render *r, unsigned indent, const struct segment_trial *trial);

/*
 * Whether no LDT is in use.  In a guest, modify_ldt(2) may keep the descriptor
 * although the hypervisor never lets the processor use the table (PVM).
 */
bool segments_no_ldt(const struct segment_trial *trial);

/* The signal raised by loading it: "SIGSEGV (SI_KERNEL)" */
void segments_name_load(
	const struct segment_trial *trial, char *text, size_t size);

/* A signal, in the form of a result; null if there was none. */
void segments_print_signal(
	struct render *r, const char *key, const struct fault *fault);

/* One of its "readings". */
void segments_print_reading(struct render *r, unsigned indent,
	const struct segment_trial *trial, enum reading reading);

#endif
