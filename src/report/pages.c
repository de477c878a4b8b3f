/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "pages": a picture in text, runs in JSON. */
#include "render/field.h"
#include "report/internal.h"
#include "report/pages_text.h"

static struct value as_known(enum known known)
{
	return known == KNOWN_NOTHING ? as_null()
				      : as_truth(known == KNOWN_YES);
}

/* A run as printed. */
struct run_row {
	struct page_run run;
	const char *state;
	struct value has[PAGE_PROPERTIES];
};

#define RUN(member) MEMBER(struct run_row, member)
#define HAS(property) VALUE_TRUTH, RUN(has[property])

static const struct field run_fields[] = {
	{"start", JSON_ONLY, VALUE_ADDRESS, RUN(run.start)},
	{"pages", JSON_ONLY, VALUE_COUNT, RUN(run.pages)},
	{"state", JSON_ONLY, VALUE_TEXT, RUN(state)},
	{"size", JSON_ONLY, VALUE_BYTES, RUN(run.size), .unless = UNLESS_ZERO},
	{"locked", JSON_ONLY, HAS(PAGE_LOCKED)},
	{"lazily_freed", JSON_ONLY, HAS(PAGE_LAZILY_FREED)},
	{"exclusive", JSON_ONLY, HAS(PAGE_EXCLUSIVE)},
	{"soft_dirty", JSON_ONLY, HAS(PAGE_SOFT_DIRTY)},
	{"merged", JSON_ONLY, HAS(PAGE_MERGED)},
	{"frame", JSON_ONLY, VALUE_FRAME, RUN(run.frame),
		IF_HAS(struct run_row, run.has_frame)},
	{"consecutive", JSON_ONLY, VALUE_TRUTH, RUN(run.consecutive),
		IF_HAS(struct run_row, run.has_frame)},
};

static void print_run(struct render *r, const struct page_run *run)
{
	struct run_row row = {
		.run = *run, .state = page_state_name(run->state)};

	for (int i = 0; i < PAGE_PROPERTIES; i++)
		row.has[i] = as_known(run->has[i]);
	render_item(r, NULL, FIELDS(run_fields), &row);
}

/* What was read, and from which source. */
struct pages_row {
	const char *source, *flags, *reason;
	uint64_t start, end, page_size, pages;
	/* For text: the pages per cell of the picture, if several. */
	uint64_t per_cell, cell_size;
	const char *by;
};

#define PAGES(member) MEMBER(struct pages_row, member)

static const struct field pages_fields[] = {
	{"source", JSON_ONLY, VALUE_TEXT, PAGES(source)},
	{"flags_from", JSON_ONLY, VALUE_TEXT, PAGES(flags)},
	{"start", JSON_ONLY, VALUE_ADDRESS, PAGES(start)},
	{"end", JSON_ONLY, VALUE_ADDRESS, PAGES(end)},
	{"page_size", JSON_ONLY, VALUE_BYTES, PAGES(page_size)},
};

/* "pages 1024, a cell is 8 (32 KiB), by PAGEMAP_SCAN and kpageflags" */
static const struct field heading_fields[] = {
	{"pages", " ", VALUE_COUNT, PAGES(pages)},
	{TEXT_ONLY, ", a cell is ", VALUE_COUNT, PAGES(per_cell),
		.unless = UNLESS_ZERO},
	{TEXT_ONLY, " (", VALUE_BYTES, PAGES(cell_size), .unless = UNLESS_ZERO,
		.after = ")"},
	{TEXT_ONLY, ", by ", VALUE_TEXT, PAGES(by)},
	{TEXT_ONLY, " and ", VALUE_TEXT, PAGES(flags)},
};

static const struct field reason_fields[] = {
	{"reason", "pages not shown: ", VALUE_TEXT, PAGES(reason)},
};

static struct pages_row row_of(
	const struct pages *pages, const struct cell_picture *picture)
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

static void print_runs(struct render *r, const struct pages *pages)
{
	render_array(r, "runs");
	for (size_t i = 0; i < pages->count; i++)
		print_run(r, &pages->runs[i]);
	render_close(r);
}

static void print_what_is_there(struct render *r, const struct pages *pages,
	const struct pages_row *row, struct cell_picture *picture)
{
	uint64_t counts[PAGE_STATES];

	if (!pages->source) {
		render_members(r, FIELDS(heading_fields), row);
		render_null(r, "counts");
		render_null(r, "runs");
		return;
	}
	render_line(r, INDENT);
	render_printf(r, STYLE_LABEL, "pages");
	render_phrase(r, STYLE_PLAIN, FIELDS(heading_fields), row);
	draw_pages(r, pages, picture);
	pages_count(pages, counts);
	print_counts(r, counts, picture);
	text_properties(r, pages);
	print_runs(r, pages);
}

void print_pages(struct render *r, const struct record *record)
{
	const struct pages *pages = record->pages;
	struct cell_picture picture;
	struct pages_row row;

	if (!pages) {
		render_null(r, "pages");
		if (record->step && record->step->pages && record->after) {
			render_line(r, INDENT);
			render_printf(r, STYLE_FAINT, "no region");
		}
		return;
	}
	picture = picture_for_output(pages);
	row = row_of(pages, &picture);
	render_object(r, "pages");
	render_members(r, FIELDS(pages_fields), &row);
	print_what_is_there(r, pages, &row, &picture);
	if (row.reason)
		render_line(r, INDENT);
	render_fields(r, FIELDS(reason_fields), &row);
	render_close(r);
}
