/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/callers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "proc/read.h"

const struct caller *callers_find(
	const struct callers *callers, const char *name, enum vmalloc_kind kind)
{
	for (size_t i = 0; i < callers->count; i++)
		if (callers->of[i].kind == kind &&
			strcmp(callers->of[i].name, name) == 0)
			return &callers->of[i];
	return NULL;
}

static struct caller *caller_of(
	struct callers *callers, const struct vmalloc_area *area)
{
	const struct caller *found =
		callers_find(callers, area->caller, area->kind);
	struct caller *more;

	if (found)
		return &callers->of[found - callers->of];
	more = reallocarray(callers->of, callers->count + 1, sizeof(*more));
	if (!more)
		return NULL;
	callers->of = more;
	more += callers->count++;
	*more = (struct caller){.kind = area->kind};
	memcpy(more->name, area->caller, sizeof(more->name));
	return more;
}

/* Insert it into the TOP largest, if it is one of them. */
static void keep_largest(
	struct callers *callers, const struct vmalloc_area *area, size_t top)
{
	size_t i = callers->largest_count;

	while (i && callers->largest[i - 1].size < area->size)
		i--;
	if (i >= top)
		return;
	if (callers->largest_count < top)
		callers->largest_count++;
	memmove(&callers->largest[i + 1], &callers->largest[i],
		(callers->largest_count - i - 1) * sizeof(*area));
	callers->largest[i] = *area;
}

/*
 * A hashed address has at most 32 bits; a real one has more on a 64-bit
 * machine.  On a 32-bit one they cannot be distinguished.
 */
static void note_place(struct callers *callers, const struct vmalloc_area *area)
{
	if (area->start <= UINT32_MAX)
		return;
	if (!callers->lowest || area->start < callers->lowest)
		callers->lowest = area->start;
	if (area->start > callers->highest)
		callers->highest = area->start;
}

static int by_size(const void *a, const void *b)
{
	const struct caller *caller = a, *y = b;

	if (caller->size != y->size)
		return caller->size > y->size ? -1 : 1;
	return strcmp(caller->name, y->name);
}

bool callers_of(
	struct callers *callers, const char *text, size_t length, size_t top)
{
	struct lines lines = lines_of(text, length);
	struct vmalloc_area area;

	*callers = (struct callers){0};
	callers->largest = calloc(top + 1, sizeof(*callers->largest));
	if (!callers->largest)
		return false;
	while (vmallocinfo_next(&lines, &area)) {
		struct caller *caller = caller_of(callers, &area);

		if (!caller) {
			callers_free(callers);
			return false;
		}
		caller->areas++;
		caller->size += area.size;
		caller->pages += area.pages;
		callers->areas++;
		callers->size += area.size;
		callers->pages += area.pages;
		keep_largest(callers, &area, top);
		note_place(callers, &area);
	}
	if (callers->count)
		qsort(callers->of, callers->count, sizeof(*callers->of),
			by_size);
	return true;
}

bool callers_read(struct callers *callers, size_t top)
{
	size_t length;
	char *text = read_text("/proc/vmallocinfo", &length);
	bool good;

	*callers = (struct callers){0};
	if (!text)
		return false;
	good = callers_of(callers, text, length, top);
	free(text);
	if (!good)
		errno = ENOMEM;
	return good;
}

void callers_free(struct callers *callers)
{
	free(callers->of);
	free(callers->largest);
	*callers = (struct callers){0};
}
