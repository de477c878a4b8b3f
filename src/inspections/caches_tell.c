/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "inspections/caches.h"

static struct value count_of(uint64_t value)
{
	return value == SLAB_UNKNOWN ? as_null() : as_count(value);
}

static struct value bytes_of(uint64_t value)
{
	return value == SLAB_UNKNOWN ? as_null() : as_bytes(value);
}

static void format_cell(uint64_t value, char text[24])
{
	if (value == SLAB_UNKNOWN)
		snprintf(text, 24, "-");
	else
		snprintf(text, 24, "%" PRIu64, value);
}

static void say_head(struct render *r)
{
	char text[128];

	snprintf(text, sizeof(text), "%-22s %7s %8s %6s %9s %9s %9s", "cache",
		"object", "per slab", "pages", "slabs", "objects", "in use");
	render_line(r, 0);
	render_whole(r, STYLE_LABEL, text);
}

/* Where nobody told a figure, a name and whom it serves are a line. */
static void say_name(struct render *r, const struct cache_entry *e)
{
	char text[256];

	snprintf(text, sizeof(text), "   %-18s %s", e->cache.name, e->serves);
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
}

static void say_row(struct render *r, const struct cache_entry *e)
{
	const struct slab_cache *c = &e->cache;
	char cell[6][24], text[256];

	format_cell(c->slot, cell[0]);
	format_cell(c->per_slab, cell[1]);
	format_cell(c->slab_pages, cell[2]);
	format_cell(c->slabs, cell[3]);
	format_cell(c->objects, cell[4]);
	format_cell(c->active, cell[5]);
	snprintf(text, sizeof(text), "%-22s %7s %8s %6s %9s %9s %9s", c->name,
		cell[0], cell[1], cell[2], cell[3], cell[4], cell[5]);
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
	render_line(r, 3);
	render_say(r, STYLE_FAINT, "%s", e->serves);
	if (*e->merged)
		render_say(r, STYLE_FAINT, "; merged with others of its size");
}

static bool has_figures(const struct caches *caches)
{
	for (size_t i = 0; i < caches->count; i++)
		if (caches->of[i].cache.slot != SLAB_UNKNOWN)
			return true;
	return false;
}

static void tell_row(struct render *r, const struct cache_entry *e,
	uint64_t page_size, bool figures)
{
	const struct slab_cache *c = &e->cache;

	render_object(r, NULL);
	render_fact(r, "cache", NULL, as_foreign(c->name));
	render_fact(r, "serves", NULL, as_foreign(e->serves));
	render_fact(r, "merged_into", NULL,
		as_foreign(*e->merged ? e->merged : NULL));
	render_fact(r, "slot", NULL, bytes_of(c->slot));
	render_fact(r, "objects_per_slab", NULL, count_of(c->per_slab));
	render_fact(r, "slab_size", NULL,
		c->slab_pages == SLAB_UNKNOWN
			? as_null()
			: as_bytes(c->slab_pages * page_size));
	render_fact(r, "slabs", NULL, count_of(c->slabs));
	render_fact(r, "objects", NULL, count_of(c->objects));
	render_fact(r, "in_use", NULL, count_of(c->active));
	render_close(r);
	if (figures)
		say_row(r, e);
	else
		say_name(r, e);
}

void caches_tell(
	struct render *r, const struct caches *caches, uint64_t page_size)
{
	bool figures = has_figures(caches);

	if (caches->count)
		render_line(r, 0);
	if (figures)
		say_head(r);
	render_array(r, "caches");
	for (size_t i = 0; i < caches->count; i++)
		tell_row(r, &caches->of[i], page_size, figures);
	render_close(r);
}
