/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some fields of a struct as a piece of a line, which is never broken. */
#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "words/escape.h"

/* The piece on its way; what finds no room in it is cut off. */
struct phrase {
	size_t used;
	char text[512];
};

static void put(struct phrase *phrase, const char *text)
{
	size_t room = sizeof(phrase->text) - phrase->used;
	int length = snprintf(
		phrase->text + phrase->used, room, "%s", text ? text : "");

	phrase->used += (size_t)length < room ? (size_t)length : room - 1;
}

static void put_value(
	struct phrase *phrase, const struct field *field, struct value value)
{
	char number[64], *clean;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_FOREIGN) {
		field_format(field, value, number, sizeof(number));
		put(phrase, number);
		return;
	}
	clean = clean_for_terminal(value.text);
	put(phrase, clean ? clean : "?");
	free(clean);
}

void render_phrase(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row)
{
	struct phrase phrase = {0};

	render_members(r, fields, count, row);
	if (!render_hears_words(r))
		return;
	for (size_t i = 0; i < count; i++) {
		struct value value = field_in_text(&fields[i], row);

		if (!fields[i].text || value.kind == VALUE_NULL)
			continue;
		put(&phrase, fields[i].text);
		put_value(&phrase, &fields[i], value);
		put(&phrase, fields[i].after);
	}
	if (phrase.used)
		render_keep(r, style, "%s", phrase.text);
}
