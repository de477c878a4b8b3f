/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/translate/bit_fields.h"

#include <inttypes.h>
#include <string.h>

enum { WIDTH = 80, CELL = 24, ROWS = 3, FIELDS_MAX = 16 };

/* The cells of one field, from the top. */
struct column {
	char cell[ROWS][CELL];
	unsigned width;
};

static void fill(struct column *column, const struct bit_field *field)
{
	int digits = (int)(field->high - field->low) / 4 + 1;

	if (field->high == field->low)
		snprintf(column->cell[0], CELL, "%u", field->high);
	else
		snprintf(column->cell[0], CELL, "%u..%u", field->high,
			field->low);
	if (field->hex)
		snprintf(column->cell[1], CELL, "0x%0*" PRIx64, digits,
			field->value);
	else
		snprintf(column->cell[1], CELL, "%" PRIu64, field->value);
	snprintf(column->cell[2], CELL, "%s", field->name);
	column->width = 0;
	for (int i = 0; i < ROWS; i++)
		if (strlen(column->cell[i]) > column->width)
			column->width = (unsigned)strlen(column->cell[i]);
}

static void draw_row(struct render *r, unsigned indent, unsigned gap,
	const struct column *columns, unsigned count, int row)
{
	char line[FIELDS_MAX * (CELL + 2)];
	size_t used = 0, end = 0;

	for (unsigned i = 0; i < count; i++) {
		used += (size_t)snprintf(line + used, sizeof(line) - used,
			"%-*s", (int)(columns[i].width + gap),
			columns[i].cell[row]);
		end = used - (columns[i].width + gap) +
		      strlen(columns[i].cell[row]);
	}
	line[end] = '\0';
	render_line(r, indent);
	render_whole(r, row == 1 ? STYLE_PLAIN : STYLE_FAINT, line);
}

void fields_draw(struct render *r, unsigned indent,
	const struct bit_field *fields, unsigned count)
{
	struct column columns[FIELDS_MAX];
	unsigned width = indent + FIELDS_COLUMN, gap = 2;

	if (!render_hears_words(r))
		return;
	for (unsigned i = 0; i < count; i++) {
		fill(&columns[i], &fields[i]);
		width += columns[i].width;
	}
	if (width + gap * (count - 1) > WIDTH)
		gap = 1;
	for (int row = 0; row < ROWS; row++)
		draw_row(r, indent + FIELDS_COLUMN, gap, columns, count, row);
}

void fields_label(struct render *r, unsigned indent, const char *label)
{
	render_labelled(r, indent, FIELDS_COLUMN, label);
}
