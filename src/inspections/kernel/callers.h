/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The areas of /proc/vmallocinfo, summed up by who asked for them. */
#ifndef MEMTOOL_INSPECTIONS_CALLERS_H
#define MEMTOOL_INSPECTIONS_CALLERS_H

#include "proc/vmallocinfo.h"
#include "render/render.h"

struct caller {
	char name[CALLER_MAX]; /* "": not told */
	enum vmalloc_kind kind;
	uint64_t areas, size, pages;
};

enum { LARGEST_MAX = 1000 };

struct callers {
	struct caller *of; /* the one with the most bytes first */
	size_t count;
	struct vmalloc_area *largest; /* the largest first */
	size_t largest_count;
	uint64_t areas, size, pages;
	uint64_t lowest, highest; /* their first and last start; 0: not told */
};

/* Sum up a text, keeping the TOP largest; false: memory is short. */
bool callers_of(
	struct callers *callers, const char *text, size_t length, size_t top);
/* The same of the file as it is; false: errno says why. */
bool callers_read(struct callers *callers, size_t top);
void callers_free(struct callers *callers);

/* NULL: it has none. */
const struct caller *callers_find(const struct callers *callers,
	const char *name, enum vmalloc_kind kind);

/* "areas", "by_caller", "largest": all of it, TOP of each list. */
void callers_tell(struct render *r, const struct callers *callers, size_t top,
	uint64_t page_size);
void callers_tell_none(struct render *r);

#endif
