/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "pages": a picture of them in text, runs of them in JSON. */
#include "render/field.h"
#include "report/inside.h"

static struct value as_known(enum known known)
{
	return known == KNOWN_NOTHING ? as_null()
				      : as_truth(known == KNOWN_YES);
}

/* A run as it is shown. */
struct run_row {
	struct page_run run;
	const char *state;
	struct value has[PAGE_PROPERTIES];
};

#define RUN(member) MEMBER(struct run_row, member)
#define HAS(property) VALUE_TRUTH, RUN(has[property])

static const struct field run_fields[] = {
	{"start", NULL, VALUE_ADDRESS, RUN(run.start)},
	{"pages", NULL, VALUE_COUNT, RUN(run.pages)},
	{"state", NULL, VALUE_TEXT, RUN(state)},
	{"size", NULL, VALUE_BYTES, RUN(run.size), .unless = UNLESS_ZERO},
	{"locked", NULL, HAS(PAGE_LOCKED)},
	{"lazily_freed", NULL, HAS(PAGE_LAZILY_FREED)},
	{"exclusive", NULL, HAS(PAGE_EXCLUSIVE)},
	{"soft_dirty", NULL, HAS(PAGE_SOFT_DIRTY)},
	{"merged", NULL, HAS(PAGE_MERGED)},
	{"frame", NULL, VALUE_FRAME, RUN(run.frame),
		IF_HAS(struct run_row, run.has_frame)},
	{"consecutive", NULL, VALUE_TRUTH, RUN(run.consecutive),
		IF_HAS(struct run_row, run.has_frame)},
};

static void tell_run(struct render *r, const struct page_run *run)
{
	struct run_row row = {
		.run = *run, .state = page_state_name(run->state)};

	for (int i = 0; i < PAGE_PROPERTIES; i++)
		row.has[i] = as_known(run->has[i]);
	render_item(r, NULL, FIELDS(run_fields), &row);
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
		render_null(r, "counts");
		render_null(r, "runs");
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

/* What was looked at, and by what. */
struct pages_row {
	const char *source, *flags, *reason;
	uint64_t start, end, page_size, pages;
};

#define PAGES(member) MEMBER(struct pages_row, member)

static const struct field pages_fields[] = {
	{"source", NULL, VALUE_TEXT, PAGES(source)},
	{"flags_from", NULL, VALUE_TEXT, PAGES(flags)},
	{"start", NULL, VALUE_ADDRESS, PAGES(start)},
	{"end", NULL, VALUE_ADDRESS, PAGES(end)},
	{"page_size", NULL, VALUE_BYTES, PAGES(page_size)},
	{"pages", NULL, VALUE_COUNT, PAGES(pages)},
};

static const struct field reason_fields[] = {
	{"reason", "pages not told: ", VALUE_TEXT, PAGES(reason)},
};

static struct pages_row row_of(const struct pages *pages)
{
	return (struct pages_row){pages->source, pages->flags,
		*pages->reason.text ? pages->reason.text : NULL, pages->start,
		pages->end, pages->page_size,
		(pages->end - pages->start) / pages->page_size};
}

void tell_pages(struct render *r, const struct record *record)
{
	const struct pages *pages = record->pages;
	struct pages_row row;

	if (!pages) {
		render_null(r, "pages");
		if (record->step && record->step->pages && record->after) {
			render_line(r, INDENT);
			render_say(r, STYLE_FAINT, "no region to look at");
		}
		return;
	}
	row = row_of(pages);
	render_object(r, "pages");
	render_members(r, FIELDS(pages_fields), &row);
	tell_what_is_there(r, pages);
	if (row.reason)
		render_line(r, INDENT);
	render_fields(r, FIELDS(reason_fields), &row);
	render_close(r);
}
