/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool segments" share. */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_H

#include "command/command.h"
#include "inspections/segments/segment_try.h"
#include "models/gdt.h"
#include "models/selector.h"
#include "observer/trace/traced_registers.h"
#include "render/render.h"

enum { SEGMENTS_COLUMN = 12 }; /* where what is said of a thing begins */

/* A segment register, and what is known of its segment. */
struct segment_register_view {
	const char *name, *descriptor, *told_by;
	uint16_t value;
	struct selector selector;
	struct value base;
	struct descriptor d; /* where .told_by is not NULL */
	bool says_base, told;
};

/* An entry of the GDT, as this process may see it. */
struct gdt_entry {
	unsigned index, selector;
	const char *name;
	bool visible, counts; /* counts: its limit tells CPU and node */
	struct descriptor d;
	unsigned cpu, node;
};

/* All that is shown. */
struct segments {
	pid_t pid;
	bool known;       /* all but .trial; else nothing of it is */
	const char *code; /* "64-bit"; NULL: nobody sees it */
	struct segment_register_view registers[SEGMENT_REGISTERS];
	struct gdt_entry gdt[GDT_ENTRIES];
	size_t gdt_count;
	struct hidden_answer answers[HIDDEN];
	bool tried;
	struct segment_trial trial; /* where .tried is set */
};

void segments_read_registers(
	struct segments *s, const struct traced_registers *registers);
void segments_read_gdt(struct segments *s);

/* Begin a line of text, indented as the report indents it. */
void segments_line(struct render *r, unsigned indent, const char *label);

/*
 * "limit", "rights" and "told_by"; null where D is NULL.  In text the rights,
 * on a line of their own: "code, execute/read, accessed; DPL 3, P, L, G".
 */
void segments_tell_rights(struct render *r, unsigned indent,
	const struct descriptor *d, const char *told_by);
/* The same for JSON alone. */
void segments_list_rights(
	struct render *r, const struct descriptor *d, const char *told_by);

/* "registers": all six, and what 64-bit code makes of them. */
void segments_tell_registers(
	struct render *r, unsigned indent, const struct segments *s);

/* "gdt"; "umip" and "hidden"; "own_segment". */
void segments_tell_gdt(
	struct render *r, unsigned indent, const struct segments *s);
void segments_tell_hidden(struct render *r, unsigned indent,
	const struct hidden_answer answers[HIDDEN]);
void segments_tell_trial(
	struct render *r, unsigned indent, const struct segment_trial *trial);

/*
 * Whether no LDT is in use.  A hypervisor may have modify_ldt(2) keep the
 * descriptor, and never have the processor use the table that it stands in
 * (guests of PVM).
 */
bool segments_no_ldt(const struct segment_trial *trial);

/* What loading it raised: "SIGSEGV (SI_KERNEL)" */
void segments_name_load(
	const struct segment_trial *trial, char *text, size_t size);

/* A signal as a result has it; null where there was none. */
void segments_tell_signal(
	struct render *r, const char *key, const struct fault *fault);

/* One of its "readings". */
void segments_tell_reading(struct render *r, unsigned indent,
	const struct segment_trial *trial, enum reading reading);

#endif
