/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/field.h"

#include <string.h>

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

/* Widened with its sign. */
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

void render_members(struct render *r, const struct field *fields, size_t count,
	const void *row)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].key)
			render_fact(r, fields[i].key, NULL,
				field_value(&fields[i], row));
}

void render_fields(struct render *r, const struct field *fields, size_t count,
	const void *row)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *f = &fields[i];
		struct value value = field_value(f, row);

		if (f->key)
			render_fact(r, f->key, NULL, value);
		if (f->text && value.kind != VALUE_NULL)
			render_words(r, f->text, value);
	}
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
