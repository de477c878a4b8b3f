/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "pages": a picture of them in text, runs of them in JSON. */
#include "report/inside.h"

static struct value as_known(enum known known)
{
	return known == KNOWN_NOTHING ? as_null()
				      : as_truth(known == KNOWN_YES);
}

static void tell_run(struct render *r, const struct page_run *run)
{
	render_object(r, NULL);
	render_fact(r, "start", NULL, as_address(run->start));
	render_fact(r, "pages", NULL, as_count(run->pages));
	render_fact(r, "state", NULL, as_text(page_state_name(run->state)));
	render_fact(
		r, "size", NULL, run->size ? as_bytes(run->size) : as_null());
	for (int i = 0; i < PAGE_PROPERTIES; i++)
		render_fact(r, page_property_name((enum page_property)i), NULL,
			as_known(run->has[i]));
	render_fact(r, "frame", NULL,
		run->has_frame ? as_count(run->frame) : as_null());
	render_fact(r, "consecutive", NULL,
		run->has_frame ? as_truth(run->consecutive) : as_null());
	render_close(r);
}

static void tell_counts(struct render *r, const uint64_t *counts)
{
	render_object(r, "counts");
	for (int i = 0; i < PAGE_STATES; i++)
		render_fact(r, page_state_name((enum page_state)i), NULL,
			as_count(counts[i]));
	render_close(r);
}

static void tell_what_is_there(struct render *r, const struct pages *pages)
{
	uint64_t counts[PAGE_STATES];

	if (!pages->source) {
		render_fact(r, "counts", NULL, as_null());
		render_fact(r, "runs", NULL, as_null());
		return;
	}
	pages_count(pages, counts);
	say_pages(r, pages, counts);
	tell_counts(r, counts);
	render_array(r, "runs");
	for (size_t i = 0; i < pages->count; i++)
		tell_run(r, &pages->runs[i]);
	render_close(r);
}

void tell_pages(struct render *r, const struct record *record)
{
	const struct pages *pages = record->pages;

	if (!pages) {
		render_fact(r, "pages", NULL, as_null());
		if (record->step->pages && record->after) {
			render_line(r, INDENT);
			render_say(r, STYLE_FAINT, "no region to look at");
		}
		return;
	}
	render_object(r, "pages");
	render_fact(r, "source", NULL, as_text(pages->source));
	render_fact(r, "flags_from", NULL, as_text(pages->flags));
	render_fact(r, "start", NULL, as_address(pages->start));
	render_fact(r, "end", NULL, as_address(pages->end));
	render_fact(r, "page_size", NULL, as_bytes(pages->page_size));
	render_fact(r, "pages", NULL,
		as_count((pages->end - pages->start) / pages->page_size));
	tell_what_is_there(r, pages);
	if (*pages->reason)
		render_line(r, INDENT);
	render_fact(r, "reason", *pages->reason ? "pages not told: " : NULL,
		*pages->reason ? as_text(pages->reason) : as_null());
	render_close(r);
}
