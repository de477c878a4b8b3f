/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/demonstration.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "observer/interrupt.h"
#include "proc/lines.h"
#include "proc/read.h"

enum {
	REST_MS = 50,   /* to measure how figures move on their own */
	WAIT_MS = 20,   /* between two reads of what is left */
	WAITS_MAX = 40, /* an RCU grace period is far shorter */
	NOISE_TIMES = 3,
};

static void rest(long ms)
{
	struct timespec time = {0, ms * 1000000};

	nanosleep(&time, NULL);
}

uint64_t read_meminfo(const char *key)
{
	size_t length;
	char *text = read_text("/proc/meminfo", &length);
	uint64_t value;
	bool found = text && lines_find_number(text, length, key, &value);

	free(text);
	return found ? value : FIGURE_UNKNOWN;
}

bool demonstration_wanted(struct demonstration *demo, const struct look *look)
{
	if (!arg(look->call, ROLE_DEMONSTRATE))
		return false;
	if (look->dry)
		demo->reason = "dry run";
	return !look->dry;
}

struct figure *demonstration_add(struct demonstration *demo, const char *name,
	const char *source, bool bytes, uint64_t expected)
{
	struct figure *figure;

	if (demo->figures_count == FIGURES_MAX)
		return NULL;
	figure = &demo->figures[demo->figures_count++];
	*figure = (struct figure){
		.source = source, .bytes = bytes, .expected = expected};
	snprintf(figure->name, sizeof(figure->name), "%s", name);
	for (int i = 0; i < MOMENTS; i++)
		figure->at[i] = FIGURE_UNKNOWN;
	return figure;
}

static bool known(const struct figure *figure)
{
	for (int i = 0; i < MOMENTS; i++)
		if (figure->at[i] == FIGURE_UNKNOWN)
			return false;
	return true;
}

int64_t figure_growth(const struct figure *figure)
{
	return (int64_t)(figure->at[DURING] - figure->at[BEFORE]);
}

static int64_t noise_of(const struct figure *figure)
{
	int64_t moved = (int64_t)(figure->at[BEFORE] - figure->at[AT_FIRST]);

	return moved < 0 ? -moved : moved;
}

/* Half of it: objects that were already free in slabs cause no growth. */
bool figure_shows(const struct figure *figure)
{
	int64_t growth = figure_growth(figure);

	return figure->expected != FIGURE_ASIDE && known(figure) &&
	       growth > 0 && growth > NOISE_TIMES * noise_of(figure) &&
	       (uint64_t)growth >= figure->expected / 2;
}

/* Prefer counts to bytes, and the largest count. */
static const struct figure *choose(const struct demonstration *demo)
{
	const struct figure *best = NULL;

	for (size_t i = 0; i < demo->figures_count; i++) {
		const struct figure *figure = &demo->figures[i];
		bool counts = !figure->bytes;

		if (!figure_shows(figure))
			continue;
		if (!best || (counts && best->bytes) ||
			(counts && figure_growth(figure) > figure_growth(best)))
			best = figure;
	}
	return best;
}

static bool is_back(const struct demonstration *demo)
{
	const struct figure *figure = demo->main;

	return (int64_t)(figure->at[AFTER] - figure->at[BEFORE]) <=
	       figure_growth(figure) / 16;
}

/*
 * Figures added by "found" have no reader: they are added again each time,
 * replacing the old ones.
 */
static void settle(struct demonstration *demo, size_t own)
{
	demo->read(demo, AFTER);
	demo->figures_count = own;
	if (demo->found)
		demo->found(demo);
	demo->main = demo->allocated.made ? choose(demo) : NULL;
}

static void wait_until_back(struct demonstration *demo)
{
	size_t own = demo->figures_count;

	for (int i = 0; i < WAITS_MAX && !interrupt_pending(); i++) {
		settle(demo, own);
		if (!demo->main || is_back(demo))
			return;
		rest(WAIT_MS);
	}
}

void demonstration_run(struct demonstration *demo)
{
	struct alloc_process process;

	demo->performed = true;
	demo->read(demo, AT_FIRST);
	rest(REST_MS);
	demo->read(demo, BEFORE);
	if (interrupt_pending()) {
		demo->trouble = EINTR;
		return;
	}
	if (!alloc_process_begin(
		    &process, demo->allocate, demo->count, demo->size)) {
		demo->trouble = errno;
		return;
	}
	demo->read(demo, DURING);
	alloc_process_end(&process);
	demo->allocated = process.allocated;
	/* If fewer were made, expect less growth. */
	for (size_t i = 0; i < demo->figures_count; i++)
		if (demo->figures[i].expected != FIGURE_ASIDE)
			demo->figures[i].expected = demo->figures[i].expected *
						    demo->allocated.made /
						    demo->count;
	wait_until_back(demo);
}
