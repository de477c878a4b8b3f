/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of translate share.  Each part is a member of the document,
 * null where the mode has none.
 */
#ifndef MEMTOOL_INSPECTIONS_TRANSLATE_H
#define MEMTOOL_INSPECTIONS_TRANSLATE_H

#include "command/command.h"
#include "inspections/translate/bit_fields.h"
#include "inspections/translate/live_page.h"
#include "models/paging.h"
#include "models/segment.h"
#include "models/walk.h"

/* What has come of it, for the head of the document. */
struct translated {
	bool has_linear, has_physical;
	uint64_t linear, physical;
	struct exception exception;
};

/* The address of real mode, with the line A20 on and off. */
struct translation_real {
	unsigned segment, offset;
	uint32_t a20_on, a20_off;
	bool wraps;
	bool shows_on, shows_off; /* which of the two is asked about */
};

struct translation_segment {
	struct segment_query query;
	struct segment_result result;
};

/* An address, split for a page of 2^.shift bytes. */
struct translation_split {
	bool known; /* else the paging is not */
	struct paging paging;
	uint64_t address;
	unsigned shift;
};

struct translation_walk {
	bool done; /* there are tables to walk through */
	struct walk_query query;
	struct walk_result result;
};

/* Of a process: the mapping and the page that hold the address. */
struct translation_live {
	pid_t pid;
	bool found;     /* a mapping, and all that follows */
	bool has_split; /* the address is one, mapped or not */
	struct holder holder;
	struct live_page page;
};

/* All that is shown: the parts that .mode has, and the end. */
struct translation {
	enum translate_mode mode;
	struct translation_real real;
	struct translation_segment segment;
	struct translation_split split;
	struct translation_walk walk;
	struct translation_live live;
	struct translated end;
};

/* Fill in one part, and what comes of it. */
void translate_real(struct translation *t, const struct call *call);
void translate_segment(struct translation *t, const struct call *call);
/* TABLES is what .verify() has read; NULL: there are none. */
void translate_tables(
	struct translation *t, const struct call *call, const void *tables);
/* False: *REASON says why. */
bool translate_live(
	struct translation *t, const struct look *look, struct reason *reason);

/* Tell one part, as a member of the object that is open. */
void translate_tell_real(
	struct render *r, unsigned indent, const struct translation_real *real);
void translate_tell_segment(struct render *r, unsigned indent,
	const struct translation_segment *segment);
void translate_tell_split(struct render *r, unsigned indent,
	const struct translation_split *split);
void translate_tell_walk(
	struct render *r, unsigned indent, const struct translation_walk *walk);
/* "mapping", "page" and "frame" */
void translate_tell_live(struct render *r, unsigned indent,
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
