/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "inspections/callers.h"

static const char *name_of(const char *caller)
{
	return *caller ? caller : NULL;
}

static void say_caller(
	struct render *r, const struct caller *c, uint64_t page_size)
{
	char size[32], pages[32], text[256];

	format_about(c->size, size, sizeof(size));
	format_about(c->pages * page_size, pages, sizeof(pages));
	snprintf(text, sizeof(text), "%8" PRIu64 " %10s %10s  %-12s  %s",
		c->areas, size, pages, vmalloc_kind_name(c->kind),
		*c->name ? c->name : "-");
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
}

static void tell_caller(
	struct render *r, const struct caller *c, uint64_t page_size)
{
	render_object(r, NULL);
	render_fact(r, "caller", NULL, as_foreign(name_of(c->name)));
	render_fact(r, "kind", NULL, as_text(vmalloc_kind_name(c->kind)));
	render_fact(r, "areas", NULL, as_count(c->areas));
	render_fact(r, "size", NULL, as_bytes(c->size));
	render_fact(r, "memory", NULL, as_bytes(c->pages * page_size));
	render_close(r);
	say_caller(r, c, page_size);
}

static void tell_callers(struct render *r, const struct callers *callers,
	size_t top, uint64_t page_size)
{
	char text[128];

	render_line(r, 0);
	render_line(r, 0);
	snprintf(text, sizeof(text), "%8s %10s %10s  %-12s  %s", "areas",
		"size", "memory", "kind", "caller");
	render_whole(r, STYLE_LABEL, text);
	render_array(r, "by_caller");
	for (size_t i = 0; i < callers->count && i < top; i++)
		tell_caller(r, &callers->of[i], page_size);
	render_close(r);
	if (callers->count <= top)
		return;
	render_line(r, 0);
	render_say(r, STYLE_FAINT, "and %zu more", callers->count - top);
}

static void say_area(
	struct render *r, const struct vmalloc_area *a, uint64_t page_size)
{
	char size[32], pages[32], text[256];

	format_about(a->size, size, sizeof(size));
	format_about(a->pages * page_size, pages, sizeof(pages));
	snprintf(text, sizeof(text), "%8s %10s %10s  %-12s  %s", "", size,
		pages, vmalloc_kind_name(a->kind),
		*a->caller ? a->caller : "-");
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
}

static void tell_largest(
	struct render *r, const struct callers *callers, uint64_t page_size)
{
	render_line(r, 0);
	render_line(r, 0);
	render_say(r, STYLE_LABEL, " largest");
	render_array(r, "largest");
	for (size_t i = 0; i < callers->largest_count; i++) {
		const struct vmalloc_area *a = &callers->largest[i];

		render_object(r, NULL);
		render_fact(r, "caller", NULL, as_foreign(name_of(a->caller)));
		render_fact(
			r, "kind", NULL, as_text(vmalloc_kind_name(a->kind)));
		render_fact(r, "size", NULL, as_bytes(a->size));
		render_fact(r, "memory", NULL, as_bytes(a->pages * page_size));
		render_close(r);
		say_area(r, a, page_size);
	}
	render_close(r);
}

void callers_tell(struct render *r, const struct callers *callers, size_t top,
	uint64_t page_size)
{
	bool placed = callers->lowest != 0;

	render_object(r, "areas");
	render_line(r, 0);
	render_fact(r, "count", "areas ", as_count(callers->areas));
	render_fact(r, "size", NULL, as_bytes(callers->size));
	render_fact(r, "memory", NULL, as_bytes(callers->pages * page_size));
	render_say(r, STYLE_PLAIN, " (each with a page that guards it)");
	render_fact(r, "lowest", placed ? "   from " : NULL,
		placed ? as_address(callers->lowest) : as_null());
	render_fact(r, "highest", placed ? " to " : NULL,
		placed ? as_address(callers->highest) : as_null());
	render_close(r);
	tell_callers(r, callers, top, page_size);
	tell_largest(r, callers, page_size);
}

void callers_tell_none(struct render *r)
{
	render_fact(r, "areas", NULL, as_null());
	render_fact(r, "by_caller", NULL, as_null());
	render_fact(r, "largest", NULL, as_null());
}
