/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/demonstration.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "observer/interrupt.h"
#include "proc/lines.h"
#include "proc/read.h"

enum {
	REST_MS = 50,   /* in which others may move a figure */
	WAIT_MS = 20,   /* between two looks at what is left */
	WAITS_MAX = 40, /* a grace period of RCU is far shorter */
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

bool demonstration_wanted(struct demonstration *d, const struct look *look)
{
	if (!arg(look->call, ROLE_DEMONSTRATE))
		return false;
	if (look->dry)
		d->reason = "it is a dry run";
	return !look->dry;
}

struct figure *demonstration_add(struct demonstration *d, const char *name,
	const char *source, bool bytes, uint64_t expected)
{
	struct figure *figure;

	if (d->figures_count == FIGURES_MAX)
		return NULL;
	figure = &d->figures[d->figures_count++];
	*figure = (struct figure){
		.source = source, .bytes = bytes, .expected = expected};
	snprintf(figure->name, sizeof(figure->name), "%s", name);
	for (int i = 0; i < MOMENTS; i++)
		figure->at[i] = FIGURE_UNKNOWN;
	return figure;
}

static bool known(const struct figure *f)
{
	for (int i = 0; i < MOMENTS; i++)
		if (f->at[i] == FIGURE_UNKNOWN)
			return false;
	return true;
}

int64_t figure_growth(const struct figure *f)
{
	return (int64_t)(f->at[DURING] - f->at[BEFORE]);
}

static int64_t noise_of(const struct figure *f)
{
	int64_t moved = (int64_t)(f->at[BEFORE] - f->at[AT_FIRST]);

	return moved < 0 ? -moved : moved;
}

/* Half of it: what was free in slabs before counts as growth nowhere. */
bool figure_shows(const struct figure *f)
{
	int64_t growth = figure_growth(f);

	return f->expected != FIGURE_ASIDE && known(f) && growth > 0 &&
	       growth > NOISE_TIMES * noise_of(f) &&
	       (uint64_t)growth >= f->expected / 2;
}

/* A count shows it more plainly than bytes do; of counts the one most. */
static const struct figure *choose(const struct demonstration *d)
{
	const struct figure *best = NULL;

	for (size_t i = 0; i < d->figures_count; i++) {
		const struct figure *f = &d->figures[i];
		bool counts = !f->bytes;

		if (!figure_shows(f))
			continue;
		if (!best || (counts && best->bytes) ||
			(counts && figure_growth(f) > figure_growth(best)))
			best = f;
	}
	return best;
}

static bool is_back(const struct demonstration *d)
{
	const struct figure *f = d->main;

	return (int64_t)(f->at[AFTER] - f->at[BEFORE]) <= figure_growth(f) / 16;
}

/*
 * What "found" adds has no reader of its own: it is made anew each time, in
 * place of what it was.
 */
static void settle(struct demonstration *d, size_t own)
{
	d->read(d, AFTER);
	d->figures_count = own;
	if (d->found)
		d->found(d);
	d->main = d->kept.made ? choose(d) : NULL;
}

static void wait_until_back(struct demonstration *d)
{
	size_t own = d->figures_count;

	for (int i = 0; i < WAITS_MAX && !interrupt_pending(); i++) {
		settle(d, own);
		if (!d->main || is_back(d))
			return;
		rest(WAIT_MS);
	}
}

void demonstration_run(struct demonstration *d)
{
	struct keeper keeper;

	d->performed = true;
	d->read(d, AT_FIRST);
	rest(REST_MS);
	d->read(d, BEFORE);
	if (interrupt_pending()) {
		d->trouble = EINTR;
		return;
	}
	if (!keeper_begin(&keeper, d->keep, d->count, d->size)) {
		d->trouble = errno;
		return;
	}
	d->read(d, DURING);
	keeper_end(&keeper);
	d->kept = keeper.kept;
	/* Fewer were made, and fewer are looked for. */
	for (size_t i = 0; i < d->figures_count; i++)
		if (d->figures[i].expected != FIGURE_ASIDE)
			d->figures[i].expected = d->figures[i].expected *
						 d->kept.made / d->count;
	wait_until_back(d);
}
