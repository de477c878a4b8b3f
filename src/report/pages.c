/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "pages": a picture of them in text, runs of them in JSON. */
#include "render/field.h"
#include "report/internal.h"
#include "report/pages_text.h"

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

/* What was looked at, and by what. */
struct pages_row {
	const char *source, *flags, *reason;
	uint64_t start, end, page_size, pages;
	/* For text: the pages of a cell of the picture, if several. */
	uint64_t per_cell, cell_size;
	const char *by;
};

#define PAGES(member) MEMBER(struct pages_row, member)

static const struct field pages_fields[] = {
	{"source", NULL, VALUE_TEXT, PAGES(source)},
	{"flags_from", NULL, VALUE_TEXT, PAGES(flags)},
	{"start", NULL, VALUE_ADDRESS, PAGES(start)},
	{"end", NULL, VALUE_ADDRESS, PAGES(end)},
	{"page_size", NULL, VALUE_BYTES, PAGES(page_size)},
};

/* "pages 1024, a cell is 8 (32 KiB), by PAGEMAP_SCAN and kpageflags" */
static const struct field heading_fields[] = {
	{"pages", " ", VALUE_COUNT, PAGES(pages)},
	{NULL, ", a cell is ", VALUE_COUNT, PAGES(per_cell),
		.unless = UNLESS_ZERO},
	{NULL, " (", VALUE_BYTES, PAGES(cell_size), .unless = UNLESS_ZERO,
		.after = ")"},
	{NULL, ", by ", VALUE_TEXT, PAGES(by)},
	{NULL, " and ", VALUE_TEXT, PAGES(flags)},
};

static const struct field reason_fields[] = {
	{"reason", "pages not told: ", VALUE_TEXT, PAGES(reason)},
};

static struct pages_row row_of(
	const struct pages *pages, const struct picture *picture)
{
	struct pages_row row = {.source = pages->source,
		.flags = pages->flags,
		.reason = *pages->reason.text ? pages->reason.text : NULL,
		.start = pages->start,
		.end = pages->end,
		.page_size = pages->page_size,
		.pages = (pages->end - pages->start) / pages->page_size,
		.by = pages->scanned ? "PAGEMAP_SCAN" : pages->source};

	if (picture->per_cell > 1) {
		row.per_cell = picture->per_cell;
		row.cell_size = picture->per_cell * pages->page_size;
	}
	return row;
}

static void tell_runs(struct render *r, const struct pages *pages)
{
	render_array(r, "runs");
	for (size_t i = 0; i < pages->count; i++)
		tell_run(r, &pages->runs[i]);
	render_close(r);
}

static void tell_what_is_there(struct render *r, const struct pages *pages,
	const struct pages_row *row, struct picture *picture)
{
	uint64_t counts[PAGE_STATES];

	if (!pages->source) {
		render_members(r, FIELDS(heading_fields), row);
		render_null(r, "counts");
		render_null(r, "runs");
		return;
	}
	render_line(r, INDENT);
	render_say(r, STYLE_LABEL, "pages");
	render_phrase(r, STYLE_PLAIN, FIELDS(heading_fields), row);
	draw_pages(r, pages, picture);
	pages_count(pages, counts);
	tell_counts(r, counts, picture);
	say_properties(r, pages);
	tell_runs(r, pages);
}

void tell_pages(struct render *r, const struct record *record)
{
	const struct pages *pages = record->pages;
	struct picture picture;
	struct pages_row row;

	if (!pages) {
		render_null(r, "pages");
		if (record->step && record->step->pages && record->after) {
			render_line(r, INDENT);
			render_say(r, STYLE_FAINT, "no region to look at");
		}
		return;
	}
	picture = picture_for_output(pages);
	row = row_of(pages, &picture);
	render_object(r, "pages");
	render_members(r, FIELDS(pages_fields), &row);
	tell_what_is_there(r, pages, &row, &picture);
	if (row.reason)
		render_line(r, INDENT);
	render_fields(r, FIELDS(reason_fields), &row);
	render_close(r);
}
