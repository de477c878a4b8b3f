/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/field.h"

#include <inttypes.h>
#include <string.h>

bool field_has_key(const struct field *f)
{
	return *f->key != '\0';
}

bool field_has_text(const struct field *f)
{
	return *f->text != *JSON_ONLY;
}

static uint64_t read_unsigned(const void *at, size_t size)
{
	uint8_t byte;
	uint16_t half;
	uint32_t word;
	uint64_t whole;

	switch (size) {
	case sizeof(byte):
		return memcpy(&byte, at, size), byte;
	case sizeof(half):
		return memcpy(&half, at, size), half;
	case sizeof(word):
		return memcpy(&word, at, size), word;
	default:
		return memcpy(&whole, at, sizeof(whole)), whole;
	}
}

/* Sign-extended. */
static uint64_t read_signed(const void *at, size_t size)
{
	uint64_t number = read_unsigned(at, size);

	return size == sizeof(int32_t) ? (uint64_t)(int32_t)number : number;
}

static bool is_unknown(enum unless unless, uint64_t number, size_t size)
{
	switch (unless) {
	case UNLESS_MAX:
		return number == UINT64_MAX >> (64 - 8 * size);
	case UNLESS_ZERO:
		return number == 0;
	case UNLESS_NEGATIVE:
		return (int64_t)number < 0;
	case UNLESS_NEVER:
		break;
	}
	return false;
}

static struct value value_of_text(enum value_kind kind, const char *text)
{
	return text ? (struct value){kind, 0, text} : as_null();
}

struct value field_value(const struct field *f, const void *row)
{
	const char *at = (const char *)row + f->offset;
	const char *text;
	uint64_t number;

	if (f->has && !*((const bool *)row + f->has - 1))
		return as_null();
	if (f->holds == HOLDS_VALUE)
		return *(const struct value *)(const void *)at;
	if (f->holds == HOLDS_CHARS)
		return value_of_text(f->kind, *at ? at : NULL);
	if (f->holds == HOLDS_POINTER) {
		memcpy(&text, at, sizeof(text));
		return value_of_text(f->kind, text);
	}
	number = f->holds == HOLDS_SIGNED ? read_signed(at, f->size)
					  : read_unsigned(at, f->size);
	if (is_unknown(f->unless, number, f->size))
		return as_null();
	if (f->names)
		return value_of_text(f->kind, f->names[number]);
	return (struct value){f->kind, number, NULL};
}

struct value field_in_text(const struct field *f, const void *row)
{
	struct value value = field_value(f, row);

	const char *word = f->words[value.number != 0];

	if (value.kind != VALUE_TRUTH || !(*f->words[0] || *f->words[1]))
		return value;
	return *word ? as_text(word) : as_null();
}

void field_format(
	const struct field *f, struct value value, char *text, size_t size)
{
	size_t used;

	if (f->digits)
		snprintf(text, size, "0x%0*" PRIx64, f->digits, value.number);
	else
		value_format(value, text, size);
	used = strlen(text);
	if (*f->noun)
		snprintf(text + used, size - used, " %s%s", f->noun,
			value.number == 1 ? "" : "s");
}

void render_members(struct render *r, const struct field *fields, size_t count,
	const void *row)
{
	for (size_t i = 0; i < count; i++)
		if (field_has_key(&fields[i]))
			render_fact(r, fields[i].key, NULL,
				field_value(&fields[i], row));
}

/* A number stays on one line with its words; text may be broken. */
static void text_field(struct render *r, const struct field *f, const void *row)
{
	struct value value = field_in_text(f, row);
	char text[64];

	if (value.kind == VALUE_NULL)
		return;
	if (value.kind == VALUE_TEXT || value.kind == VALUE_FOREIGN) {
		render_words(r, f->text, value);
		render_printf(r, STYLE_PLAIN, "%s", f->after);
		return;
	}
	field_format(f, value, text, sizeof(text));
	render_keep(r, STYLE_PLAIN, "%s%s%s", f->text, text, f->after);
}

void render_fields(struct render *r, const struct field *fields, size_t count,
	const void *row)
{
	render_members(r, fields, count, row);
	if (!render_hears_words(r))
		return;
	for (size_t i = 0; i < count; i++)
		if (field_has_text(&fields[i]))
			text_field(r, &fields[i], row);
}

void render_item(struct render *r, const char *key, const struct field *fields,
	size_t count, const void *row)
{
	if (!row) {
		render_null(r, key);
		return;
	}
	render_object(r, key);
	render_members(r, fields, count, row);
	render_close(r);
}
