/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of a region as text: a picture, its legend and properties. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "render/field.h"
#include "report/cells.h"
#include "report/internal.h"
#include "report/pages_text.h"

enum { LINES = 8, NARROWEST = 40, WIDEST = 512 };

/* The terminal's width, or the width of the other text. */
static unsigned columns_of_output(void)
{
	enum { USUAL = 80 };
	const char *width = getenv("COLUMNS");
	struct winsize size = {0};
	long columns;

	if (!isatty(STDOUT_FILENO))
		return USUAL;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		columns = size.ws_col;
	else
		columns = width ? strtol(width, NULL, 10) : USUAL;
	if (columns > WIDEST)
		return WIDEST;
	return columns < NARROWEST ? NARROWEST : (unsigned)columns;
}

static enum style style_of(char mark, enum page_state state)
{
	if (mark == MARK_MIXED)
		return STYLE_PLAIN;
	switch (state) {
	case PAGE_UNMAPPED:
	case PAGE_UNTOUCHED:
	case PAGE_ABSENT:
	case PAGE_UNKNOWN:
		return STYLE_FAINT;
	case PAGE_HUGE:
		return STYLE_ADDED;
	case PAGE_SWAPPED:
	case PAGE_ZERO:
		return STYLE_CHANGED;
	case PAGE_GUARD:
		return STYLE_BAD;
	default:
		return STYLE_PLAIN;
	}
}

/* Cells of one style, printed together. */
struct cells {
	enum style style;
	size_t used;
	char text[WIDEST + 1];
};

static void flush(struct render *r, struct cells *cells)
{
	cells->text[cells->used] = '\0';
	render_whole(r, cells->style, cells->text);
	cells->used = 0;
}

static void draw_line(
	struct render *r, struct cell_picture *picture, unsigned width)
{
	struct cells cells = {.style = STYLE_PLAIN};
	enum page_state state = PAGE_UNKNOWN;
	char mark;

	for (unsigned i = 0; i < width; i++) {
		mark = picture_next(picture, &state);
		if (!mark)
			break;
		if (cells.used && style_of(mark, state) != cells.style)
			flush(r, &cells);
		cells.style = style_of(mark, state);
		cells.text[cells.used++] = mark;
	}
	flush(r, &cells);
}

static unsigned width_of(const struct pages *pages)
{
	unsigned room = columns_of_output() - INDENT - 1;
	unsigned width = 16;

	room -= (unsigned)snprintf(NULL, 0, "%" PRIx64, pages->end);
	while (width * 2 <= room)
		width *= 2;
	return width;
}

struct cell_picture picture_for_output(const struct pages *pages)
{
	return picture_of(pages, (uint64_t)width_of(pages) * LINES);
}

void draw_pages(struct render *r, const struct pages *pages,
	struct cell_picture *picture)
{
	unsigned width = width_of(pages);
	int digits = snprintf(NULL, 0, "%" PRIx64, pages->end);

	while (picture->at < picture->total) {
		render_line(r, INDENT);
		render_keep(r, STYLE_PLAIN, "%0*" PRIx64 " ", digits,
			pages->start + picture->at * pages->page_size);
		draw_line(r, picture, width);
	}
}

/* "# present 3", and the gap before it. */
static void format_mark(
	char *text, size_t size, const char *gap, enum page_state state)
{
	snprintf(text, size, "%s%c %s ", gap, picture_mark(state),
		page_state_name(state));
}

void print_counts(struct render *r, const uint64_t *counts,
	const struct cell_picture *picture)
{
	const char *gap = "";
	char mark[64];

	render_line(r, INDENT);
	render_object(r, "counts");
	for (int i = 0; i < PAGE_STATES; i++) {
		enum page_state state = (enum page_state)i;

		format_mark(mark, sizeof(mark), gap, state);
		render_fact(r, page_state_name(state), counts[i] ? mark : NULL,
			as_count(counts[i]));
		if (counts[i])
			gap = "   ";
	}
	render_close(r);
	if (picture->mixed)
		render_keep(r, STYLE_PLAIN, "%s%c mixed", gap, MARK_MIXED);
}

/* A remark after the picture. */
struct remark {
	const char *gap, *property;
	uint64_t pages, first_frame, last_frame;
};

#define REMARK(member) MEMBER(struct remark, member)

static const struct field property_fields[] = {
	{TEXT_ONLY, "", VALUE_TEXT, REMARK(gap)},
	{TEXT_ONLY, "", VALUE_TEXT, REMARK(property)},
	{TEXT_ONLY, " ", VALUE_COUNT, REMARK(pages)},
};

static const struct field frame_fields[] = {
	{TEXT_ONLY, "", VALUE_TEXT, REMARK(gap)},
	{TEXT_ONLY, "frames ", VALUE_FRAME, REMARK(first_frame)},
	{TEXT_ONLY, "-", VALUE_FRAME, REMARK(last_frame)},
};

/* If all frames are contiguous. */
static void text_frames(
	struct render *r, const struct pages *pages, const char *gap)
{
	const struct page_run *only = NULL;
	struct remark remark = {.gap = gap};

	for (size_t i = 0; i < pages->count; i++) {
		if (!pages->runs[i].has_frame)
			continue;
		if (only)
			return;
		only = &pages->runs[i];
	}
	if (!only || !only->consecutive)
		return;
	remark.first_frame = only->frame;
	remark.last_frame = only->frame + only->pages - 1;
	render_phrase(r, STYLE_PLAIN, FIELDS(frame_fields), &remark);
}

void text_properties(struct render *r, const struct pages *pages)
{
	static const char *const words[PAGE_PROPERTIES] = {
		[PAGE_LOCKED] = "locked",
		[PAGE_LAZILY_FREED] = "lazily freed",
		[PAGE_EXCLUSIVE] = "exclusive",
		[PAGE_SOFT_DIRTY] = "soft-dirty",
		[PAGE_MERGED] = "merged",
	};
	struct remark remark = {.gap = ""};

	render_line(r, INDENT);
	for (int i = 0; i < PAGE_PROPERTIES; i++) {
		remark.property = words[i];
		remark.pages = pages_having(pages, (enum page_property)i);
		if (!remark.pages)
			continue;
		render_phrase(r, STYLE_PLAIN, FIELDS(property_fields), &remark);
		/* kpageflags was not read. */
		if (i == PAGE_LOCKED && !pages->flags)
			render_keep(r, STYLE_FAINT, " (their mapping is)");
		remark.gap = "   ";
	}
	text_frames(r, pages, remark.gap);
}
