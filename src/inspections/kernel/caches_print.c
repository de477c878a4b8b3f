/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/caches.h"
#include "render/field.h"

#define FIGURE(name)                                                           \
	VALUE_COUNT, MEMBER(struct cache_entry, cache.name),                   \
		.unless = UNLESS_MAX

static const struct field fields[] = {
	{"cache", "cache", VALUE_FOREIGN,
		MEMBER(struct cache_entry, cache.name), .width = -22},
	{"serves", NULL, VALUE_FOREIGN, MEMBER(struct cache_entry, serves)},
	{"merged_into", NULL, VALUE_FOREIGN,
		MEMBER(struct cache_entry, merged)},
	{"slot", "object", FIGURE(slot), .width = 7},
	{"objects_per_slab", "per slab", FIGURE(per_slab), .width = 8},
	{"slab_size", "slab size", VALUE_BYTES,
		MEMBER(struct cache_entry, slab_size), .unless = UNLESS_MAX,
		.width = 10},
	{"slabs", "slabs", FIGURE(slabs), .width = 8},
	{"objects", "objects", FIGURE(objects), .width = 9},
	{"in_use", "in use", FIGURE(active), .width = 9},
};

/* Where nobody told a figure, a name and whom it serves are a line. */
static const struct field names[] = {
	{NULL, "", VALUE_FOREIGN, MEMBER(struct cache_entry, cache.name),
		.width = -18},
	{NULL, "", VALUE_FOREIGN, MEMBER(struct cache_entry, serves)},
};

static bool has_figures(const struct caches *caches)
{
	for (size_t i = 0; i < caches->count; i++)
		if (caches->of[i].cache.slot != SLAB_UNKNOWN)
			return true;
	return false;
}

static void tell_row(
	struct render *r, const struct cache_entry *e, bool figures)
{
	if (!figures) {
		render_item(r, NULL, FIELDS(fields), e);
		render_cells(r, 3, STYLE_PLAIN, FIELDS(names), e);
		return;
	}
	render_row(r, 0, FIELDS(fields), e);
	render_line(r, 3);
	render_say(r, STYLE_FAINT, "%s", e->serves);
	if (*e->merged)
		render_say(r, STYLE_FAINT, "; merged with others of its size");
}

void caches_tell(struct render *r, const struct caches *caches)
{
	bool figures = has_figures(caches);

	if (caches->count)
		render_line(r, 0);
	if (figures)
		render_headings(r, 0, FIELDS(fields));
	render_array(r, "caches");
	for (size_t i = 0; i < caches->count; i++)
		tell_row(r, &caches->of[i], figures);
	render_close(r);
}
