/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The areas of /proc/vmallocinfo, summed up by caller. */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_CALLERS_H
#define MEMTOOL_INSPECTIONS_KERNEL_CALLERS_H

#include "proc/vmallocinfo.h"
#include "render/render.h"

struct caller {
	char name[CALLER_MAX]; /* "": unknown */
	enum vmalloc_kind kind;
	uint64_t areas, size, pages;
};

enum { LARGEST_MAX = 1000 };

struct callers {
	struct caller *of; /* most bytes first */
	size_t count;
	struct vmalloc_area *largest; /* largest first */
	size_t largest_count;
	uint64_t areas, size, pages;
	uint64_t lowest,
		highest; /* their lowest and highest start; 0: unknown */
};

/* Sum up a text, keeping the TOP largest; false: out of memory. */
bool callers_of(
	struct callers *callers, const char *text, size_t length, size_t top);
/* The same for the current file; false: errno is set. */
bool callers_read(struct callers *callers, size_t top);
void callers_free(struct callers *callers);

/* NULL: it has no areas. */
const struct caller *callers_find(const struct callers *callers,
	const char *name, enum vmalloc_kind kind);

/* Print "areas", "by_caller", "largest", TOP rows of each list. */
void callers_print(struct render *r, const struct callers *callers, size_t top,
	uint64_t page_size);
void callers_print_none(struct render *r);

#endif
