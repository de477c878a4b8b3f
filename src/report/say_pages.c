/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of a region as text: a picture, its legend, and what they are. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "report/cells.h"
#include "report/inside.h"

enum { LINES = 8, NARROWEST = 40, WIDEST = 512 };

/* The terminal's width, or that of the text around it. */
static unsigned columns_of_output(void)
{
	enum { USUAL = 80 };
	const char *told = getenv("COLUMNS");
	struct winsize size = {0};
	long columns;

	if (!isatty(STDOUT_FILENO))
		return USUAL;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		columns = size.ws_col;
	else
		columns = told ? strtol(told, NULL, 10) : USUAL;
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

/* Cells of one style are said at once, whatever the width. */
static void draw_line(struct render *r, struct picture *picture, unsigned width)
{
	char cells[WIDEST + 1];
	enum page_state state = PAGE_UNKNOWN;
	enum style style = STYLE_PLAIN;
	size_t used = 0;

	for (unsigned i = 0; i < width; i++) {
		char mark = picture_next(picture, &state);

		if (!mark)
			break;
		if (used && style_of(mark, state) != style) {
			cells[used] = '\0';
			render_whole(r, style, cells);
			used = 0;
		}
		style = style_of(mark, state);
		cells[used++] = mark;
	}
	cells[used] = '\0';
	render_whole(r, style, cells);
}

static void draw(struct render *r, const struct pages *pages,
	struct picture *picture, unsigned width)
{
	int digits = snprintf(NULL, 0, "%" PRIx64, pages->end);

	while (picture->at < picture->total) {
		render_line(r, INDENT);
		render_keep(r, STYLE_PLAIN, "%0*" PRIx64 " ", digits,
			pages->start + picture->at * pages->page_size);
		draw_line(r, picture, width);
	}
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

static void say_legend(
	struct render *r, const uint64_t *counts, const struct picture *picture)
{
	const char *gap = "";

	render_line(r, INDENT);
	for (int i = 0; i < PAGE_STATES; i++) {
		enum page_state state = (enum page_state)i;

		if (!counts[i])
			continue;
		render_keep(r, STYLE_PLAIN, "%s%c %s %" PRIu64, gap,
			picture_mark(state), page_state_name(state), counts[i]);
		gap = "   ";
	}
	if (picture->mixed)
		render_keep(r, STYLE_PLAIN, "%s%c several of these", gap,
			MARK_MIXED);
}

/* Where all of them lie in one piece of memory. */
static void say_frames(
	struct render *r, const struct pages *pages, const char *gap)
{
	const struct page_run *only = NULL;

	for (size_t i = 0; i < pages->count; i++) {
		if (!pages->runs[i].has_frame)
			continue;
		if (only)
			return;
		only = &pages->runs[i];
	}
	if (only && only->consecutive)
		render_keep(r, STYLE_PLAIN, "%sframes 0x%" PRIx64 "-0x%" PRIx64,
			gap, only->frame, only->frame + only->pages - 1);
}

static void say_properties(struct render *r, const struct pages *pages)
{
	static const char *const words[PAGE_PROPERTIES] = {
		[PAGE_LOCKED] = "locked",
		[PAGE_LAZILY_FREED] = "lazily freed",
		[PAGE_EXCLUSIVE] = "exclusive",
		[PAGE_SOFT_DIRTY] = "soft-dirty",
		[PAGE_MERGED] = "merged",
	};
	const char *gap = "";

	render_line(r, INDENT);
	for (int i = 0; i < PAGE_PROPERTIES; i++) {
		uint64_t having = pages_having(pages, (enum page_property)i);

		if (!having)
			continue;
		render_keep(
			r, STYLE_PLAIN, "%s%s %" PRIu64, gap, words[i], having);
		/* Nobody asked their frames. */
		if (i == PAGE_LOCKED && !pages->flags)
			render_keep(r, STYLE_FAINT, " (their mapping is)");
		gap = "   ";
	}
	say_frames(r, pages, gap);
}

static void say_source(struct render *r, const struct pages *pages,
	const struct picture *picture)
{
	char size[40];

	render_line(r, INDENT);
	render_say(r, STYLE_LABEL, "pages");
	render_say(r, STYLE_PLAIN, " %" PRIu64, picture->total);
	if (picture->per_cell > 1) {
		format_bytes(picture->per_cell * pages->page_size, size,
			sizeof(size));
		render_say(r, STYLE_PLAIN, ", a cell is %" PRIu64 " (%s)",
			picture->per_cell, size);
	}
	render_say(r, STYLE_PLAIN, ", by %s%s%s",
		pages->scanned ? "PAGEMAP_SCAN" : pages->source,
		pages->flags ? " and " : "", pages->flags ? pages->flags : "");
}

void say_pages(
	struct render *r, const struct pages *pages, const uint64_t *counts)
{
	unsigned width = width_of(pages);
	struct picture picture = picture_of(pages, (uint64_t)width * LINES);

	say_source(r, pages, &picture);
	draw(r, pages, &picture, width);
	say_legend(r, counts, &picture);
	say_properties(r, pages);
}
