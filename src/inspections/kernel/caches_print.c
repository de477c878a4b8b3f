/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/caches.h"
#include "render/field.h"

#define FIGURE(name)                                                           \
	VALUE_COUNT, MEMBER(struct cache_entry, cache.name),                   \
		.unless = UNLESS_MAX

static const struct field fields[] = {
	{"cache", "cache", VALUE_FOREIGN,
		MEMBER(struct cache_entry, cache.name), .width = -22},
	{"serves", JSON_ONLY, VALUE_FOREIGN,
		MEMBER(struct cache_entry, serves)},
	{"merged_into", JSON_ONLY, VALUE_FOREIGN,
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

/* Without figures, a line has only the name and what it serves. */
static const struct field names[] = {
	{TEXT_ONLY, "", VALUE_FOREIGN, MEMBER(struct cache_entry, cache.name),
		.width = -18},
	{TEXT_ONLY, "", VALUE_FOREIGN, MEMBER(struct cache_entry, serves)},
};

static bool has_figures(const struct caches *caches)
{
	for (size_t i = 0; i < caches->count; i++)
		if (caches->of[i].cache.slot != SLAB_UNKNOWN)
			return true;
	return false;
}

static void print_row(
	struct render *r, const struct cache_entry *entry, bool figures)
{
	if (!figures) {
		render_item(r, NULL, FIELDS(fields), entry);
		render_cells(r, 3, STYLE_PLAIN, FIELDS(names), entry);
		return;
	}
	render_row(r, 0, FIELDS(fields), entry);
	render_line(r, 3);
	render_printf(r, STYLE_FAINT, "%s", entry->serves);
	if (*entry->merged)
		render_printf(
			r, STYLE_FAINT, "; merged with others of its size");
}

void caches_print(struct render *r, const struct caches *caches)
{
	bool figures = has_figures(caches);

	if (caches->count)
		render_line(r, 0);
	if (figures)
		render_headings(r, 0, FIELDS(fields));
	render_array(r, "caches");
	for (size_t i = 0; i < caches->count; i++)
		print_row(r, &caches->of[i], figures);
	render_close(r);
}
