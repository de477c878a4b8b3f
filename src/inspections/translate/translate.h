/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of translate share.  Each part is a member of the document,
 * null if the mode lacks it.
 */
#ifndef MEMTOOL_INSPECTIONS_TRANSLATE_TRANSLATE_H
#define MEMTOOL_INSPECTIONS_TRANSLATE_TRANSLATE_H

#include "command/command.h"
#include "inspections/translate/bit_fields.h"
#include "inspections/translate/live_page.h"
#include "models/paging.h"
#include "models/segment.h"
#include "models/walk.h"

/* The result, for the head of the document. */
struct translated {
	bool has_linear, has_physical;
	uint64_t linear, physical;
	struct exception exception;
};

/* A real-mode address, with line A20 on and off. */
struct translation_real {
	unsigned segment, offset;
	uint32_t a20_on, a20_off;
	bool wraps;
	bool shows_on, shows_off; /* which of the two was requested */
};

struct translation_segment {
	struct segment_query query;
	struct segment_result result;
};

/* An address, split for a page of 2^.shift bytes. */
struct translation_split {
	bool known; /* false: the paging is unknown */
	struct paging paging;
	uint64_t address;
	unsigned shift;
};

struct translation_walk {
	bool done; /* there were tables to walk */
	struct walk_query query;
	struct walk_result result;
};

/* In a process: the mapping and the page that hold the address. */
struct translation_live {
	pid_t pid;
	bool found;     /* the mapping, and with it the rest */
	bool has_split; /* the address is valid, mapped or not */
	struct holder holder;
	struct live_page page;
};

/* All that is printed: the parts of .mode, and the result. */
struct translation {
	enum translate_mode mode;
	struct translation_real real;
	struct translation_segment segment;
	struct translation_split split;
	struct translation_walk walk;
	struct translation_live live;
	struct translated end;
};

/* Fill in one part, and its result. */
void translate_real(struct translation *translation, const struct call *call);
void translate_segment(
	struct translation *translation, const struct call *call);
/* TABLES as read by .verify(); NULL: none. */
void translate_tables(struct translation *translation, const struct call *call,
	const void *tables);
/* False: see *REASON. */
bool translate_live(struct translation *translation, const struct look *look,
	struct reason *reason);

/* Print one part, as a member of the open object. */
void translate_print_real(
	struct render *r, unsigned indent, const struct translation_real *real);
void translate_print_segment(struct render *r, unsigned indent,
	const struct translation_segment *segment);
void translate_print_split(struct render *r, unsigned indent,
	const struct translation_split *split);
void translate_print_walk(
	struct render *r, unsigned indent, const struct translation_walk *walk);
/* "mapping", "page" and "frame" */
void translate_print_live(struct render *r, unsigned indent,
	const struct translation_live *live, uint64_t address);

/* Whether the parameter was typed. */
bool translate_has(const struct call *call, const struct param *param);
/* Its number, or OTHERWISE. */
uint64_t translate_get(
	const struct call *call, const struct param *param, uint64_t otherwise);

/* .verify of the command. */
bool translate_verify(
	const struct step *step, void **read, struct complaint *why);
/* Read a file of page-table entries, one block of memory. */
bool translate_read_tables(const char *path, unsigned entry_size, void **read,
	struct complaint *why);

#endif
