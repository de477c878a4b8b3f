/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: rows as lines of cells, printed one by one. */
#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "words/escape.h"

/* A line in progress; it is flushed when full. */
struct row_line {
	struct render *r;
	enum style style;
	bool begun;   /* has a cell */
	unsigned gap; /* spaces before the next cell */
	size_t used;
	char text[512];
};

static void flush(struct row_line *line)
{
	line->text[line->used] = '\0';
	if (line->used)
		render_whole(line->r, line->style, line->text);
	line->used = 0;
}

static void put(struct row_line *line, const char *text, size_t length)
{
	if (line->used + length >= sizeof(line->text))
		flush(line);
	if (length >= sizeof(line->text)) {
		render_whole(line->r, line->style, text);
		return;
	}
	memcpy(line->text + line->used, text, length);
	line->used += length;
}

static void put_gap(struct row_line *line)
{
	for (; line->gap; line->gap--)
		put(line, " ", 1);
}

/* Whether TEXT is printable ASCII, one byte per column, as most text is. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static void put_cell(
	struct row_line *line, const struct field *f, const char *text)
{
	size_t length = strlen(text);
	unsigned width = (unsigned)abs(f->width);
	unsigned taken = format_columns(text, length);
	unsigned padding = taken < width ? width - taken : 0;

	line->gap += f->gap + (line->begun ? 1 : 0);
	line->begun = true;
	if (f->width > 0)
		line->gap += padding;
	if (length) {
		put_gap(line);
		put(line, text, length);
	}
	if (f->width < 0)
		line->gap += padding;
}

static void put_value(
	struct row_line *line, const struct field *f, struct value value)
{
	char text[64] = "-", *escaped;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_FOREIGN) {
		if (value.kind != VALUE_NULL)
			field_format(f, value, text, sizeof(text));
		put_cell(line, f, text);
		return;
	}
	if (is_plain(value.text)) {
		put_cell(line, f, value.text);
		return;
	}
	escaped = escape_for_terminal(value.text);
	put_cell(line, f, escaped ? escaped : "?");
	free(escaped);
}

void render_more_headings(struct render *r, enum style style,
	const struct field *fields, size_t count)
{
	struct row_line line = {.r = r, .style = style};

	for (size_t i = 0; i < count; i++)
		if (field_has_text(&fields[i]))
			put_cell(&line, &fields[i], fields[i].text);
	flush(&line);
}

void render_headings(struct render *r, unsigned indent,
	const struct field *fields, size_t count)
{
	render_line(r, indent);
	render_more_headings(r, STYLE_LABEL, fields, count);
}

void render_more_cells(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row)
{
	struct row_line line = {.r = r, .style = style};

	if (!render_hears_words(r))
		return;
	for (size_t i = 0; i < count; i++)
		if (field_has_text(&fields[i]))
			put_value(&line, &fields[i],
				field_in_text(&fields[i], row));
	flush(&line);
}

void render_cells(struct render *r, unsigned indent, enum style style,
	const struct field *fields, size_t count, const void *row)
{
	render_line(r, indent);
	render_more_cells(r, style, fields, count, row);
}

void render_row(struct render *r, unsigned indent, const struct field *fields,
	size_t count, const void *row)
{
	render_item(r, NULL, fields, count, row);
	render_cells(r, indent, STYLE_PLAIN, fields, count, row);
}

void render_table(struct render *r, const char *key, unsigned indent,
	const struct field *fields, size_t count, const void *rows,
	size_t rows_count, size_t size)
{
	render_headings(r, indent, fields, count);
	render_array(r, key);
	for (size_t i = 0; i < rows_count; i++)
		render_row(r, indent, fields, count,
			(const char *)rows + i * size);
	render_close(r);
}
