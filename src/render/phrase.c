/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some fields of a struct as an unbreakable piece of a line. */
#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "words/escape.h"

/* The piece in progress; the excess is cut off, and "..." says so. */
struct phrase {
	size_t used;
	char text[512];
};

static void put(struct phrase *phrase, const char *text)
{
	size_t room = sizeof(phrase->text) - phrase->used;
	int length = snprintf(phrase->text + phrase->used, room, "%s", text);

	if ((size_t)length < room) {
		phrase->used += (size_t)length;
		return;
	}
	phrase->used += room - 1;
	memcpy(phrase->text + phrase->used - 3, "...", 3);
}

static void put_value(
	struct phrase *phrase, const struct field *field, struct value value)
{
	char number[64], *escaped;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_FOREIGN) {
		field_format(field, value, number, sizeof(number));
		put(phrase, number);
		return;
	}
	escaped = escape_for_terminal(value.text);
	put(phrase, escaped ? escaped : "?");
	free(escaped);
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

		if (!field_has_text(&fields[i]) || value.kind == VALUE_NULL)
			continue;
		put(&phrase, fields[i].text);
		put_value(&phrase, &fields[i], value);
		put(&phrase, fields[i].after);
	}
	if (phrase.used)
		render_keep(r, style, "%s", phrase.text);
}
