/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout/picture_lines.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "words/escape.h"

/* 16 digits, the two sides, and the inside. */
enum { INSIDE = 57, NAME = 29 };

/* The bytes of TEXT that fit into COLUMNS; *USED is their width. */
static size_t fit(const char *text, int columns, int *used)
{
	size_t length = 0;

	*used = 0;
	while (text[length]) {
		bool begins = ((unsigned char)text[length] & 0xc0) != 0x80;

		if (begins && *used == columns)
			break;
		*used += begins;
		length++;
	}
	return length;
}

static void line(const struct frame *frame, enum style style, uint64_t address,
	char side, const char *inside)
{
	char text[320];

	snprintf(text, sizeof(text), "%16" PRIx64 " %c%s%c", address, side,
		inside, side);
	render_line(frame->render, frame->indent);
	render_whole(frame->render, style, text);
}

void frame_block(struct frame *frame, uint64_t start, const char *name,
	const char *word, uint64_t size, const char *note)
{
	char *escaped = escape_for_terminal(name);
	const char *gap = *word && *name ? "  " : "";
	int wide = (int)(strlen(gap) + strlen(word)), used;
	char about[32], inside[256];
	size_t length = fit(escaped ? escaped : "", NAME - wide, &used);

	format_about(size, about, sizeof(about));
	snprintf(inside, sizeof(inside), " %.*s%s%s%*s%10s  %-14.14s ",
		(int)length, escaped ? escaped : "", gap, word,
		NAME - wide - used, "", about, note);
	free(escaped);
	line(frame, STYLE_PLAIN, start, '|', inside);
}

void frame_gap(
	struct frame *frame, uint64_t start, const char *what, uint64_t size)
{
	char about[32], inside[INSIDE + 32];

	format_about(size, about, sizeof(about));
	snprintf(inside, sizeof(inside), " %-*s%10s  %-14s ", NAME, what, about,
		"");
	line(frame, STYLE_FAINT, start, ':', inside);
}

void frame_edge(struct frame *frame, uint64_t address, const char *title)
{
	char inside[INSIDE + 1];
	size_t length = strlen(title);

	memset(inside, '-', INSIDE);
	inside[INSIDE] = '\0';
	if (length) {
		inside[2] = inside[length + 3] = ' ';
		memcpy(inside + 3, title, length);
	}
	line(frame, STYLE_FAINT, address, '+', inside);
}
