/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segments/segment_parts.h"

#include "inspections/translate/bit_fields.h"
#include "models/selector.h"
#include "render/field.h"
#include "words/array.h"

static uint64_t bits(uint64_t value, unsigned high, unsigned low)
{
	return value >> low & ((UINT64_C(1) << (high - low + 1)) - 1);
}

static void draw_selector(struct render *r, unsigned indent, uint16_t value)
{
	struct bit_field fields[] = {
		{"index", 15, 3, bits(value, 15, 3), false},
		{"TI", 2, 2, bits(value, 2, 2), false},
		{"RPL", 1, 0, bits(value, 1, 0), false},
	};

	fields_draw(r, indent, fields, 3);
}

struct selector_row {
	struct selector selector;
	unsigned value;
	const char *table;
};

#define SELECTOR(member) MEMBER(struct selector_row, member)

static const struct field selector_fields[] = {
	{"value", "", VALUE_ADDRESS, SELECTOR(value), .digits = 4},
	{"index", NULL, VALUE_COUNT, SELECTOR(selector.index)},
	{"table", NULL, VALUE_TEXT, SELECTOR(table)},
	{"rpl", NULL, VALUE_COUNT, SELECTOR(selector.rpl)},
	{"null", NULL, VALUE_TRUTH, SELECTOR(selector.null)},
};

void segment_tell_value(struct render *r, uint16_t value)
{
	struct selector s = selector_decode(value);
	struct selector_row row = {s, value, s.local ? "LDT" : "GDT"};

	render_object(r, "selector");
	render_fields(r, FIELDS(selector_fields), &row);
	render_close(r);
}

void segment_tell_selector(
	struct render *r, unsigned indent, bool known, uint16_t value)
{
	struct selector s = selector_decode(value);

	if (!known) {
		render_null(r, "selector");
		return;
	}
	fields_label(r, indent, "selector");
	segment_tell_value(r, value);
	if (s.null)
		render_say(r, STYLE_PLAIN, ", the null selector");
	else
		render_say(r, STYLE_PLAIN, ", descriptor %u of the %s", s.index,
			s.local ? "LDT" : "GDT");
	draw_selector(r, indent, value);
}

static void draw_descriptor(struct render *r, unsigned indent, uint64_t value)
{
	struct bit_field fields[] = {
		{"base", 63, 56, bits(value, 63, 56), true},
		{"G", 55, 55, bits(value, 55, 55), false},
		{"D/B", 54, 54, bits(value, 54, 54), false},
		{"L", 53, 53, bits(value, 53, 53), false},
		{"AVL", 52, 52, bits(value, 52, 52), false},
		{"limit", 51, 48, bits(value, 51, 48), true},
		{"P", 47, 47, bits(value, 47, 47), false},
		{"DPL", 46, 45, bits(value, 46, 45), false},
		{"S", 44, 44, bits(value, 44, 44), false},
		{"type", 43, 40, bits(value, 43, 40), false},
		{"base", 39, 16, bits(value, 39, 16), true},
		{"limit", 15, 0, bits(value, 15, 0), true},
	};

	fields_draw(r, indent, fields, ARRAY_SIZE(fields));
}

/* A descriptor as it is shown: which of its bits mean something. */
struct descriptor_row {
	struct descriptor d;
	uint64_t value;
	uint32_t granularity;
	const char *type;
	bool user, data, code; /* no system segment; of that kind */
};

#define PART(member) MEMBER(struct descriptor_row, member)
#define IF(member) IF_HAS(struct descriptor_row, member)

static const struct field value_fields[] = {
	{"value", "", VALUE_ADDRESS, PART(value), .digits = 16},
};

/* What a system segment has no bit for is null. */
static const struct field type_fields[] = {
	{"type", "", VALUE_TEXT, PART(type)},
	{"type_bits", NULL, VALUE_COUNT, PART(d.type)},
	{"system", NULL, VALUE_TRUTH, PART(d.system)},
	{"code", NULL, VALUE_TRUTH, PART(d.code), IF(user)},
	{"accessed", NULL, VALUE_TRUTH, PART(d.accessed), IF(user)},
	{"readable", NULL, VALUE_TRUTH, PART(d.readable), IF(user)},
	{"writable", NULL, VALUE_TRUTH, PART(d.writable), IF(user)},
	{"expand_down", NULL, VALUE_TRUTH, PART(d.expand_down), IF(data)},
	{"conforming", NULL, VALUE_TRUTH, PART(d.conforming), IF(code)},
	{"dpl", "; DPL ", VALUE_COUNT, PART(d.dpl)},
	{"present", "; ", VALUE_TRUTH, PART(d.present),
		.words = {"not present", "present"}},
	{"available", NULL, VALUE_TRUTH, PART(d.available)},
	{"long", NULL, VALUE_TRUTH, PART(d.wide)},
	{"default_big", NULL, VALUE_TRUTH, PART(d.big)},
};

static const struct field limit_fields[] = {
	{"base", "base ", VALUE_ADDRESS, PART(d.base)},
	{"effective_limit", ", limit ", VALUE_ADDRESS, PART(d.effective_limit)},
	{"limit", NULL, VALUE_ADDRESS, PART(d.limit)},
	{NULL, " (", VALUE_ADDRESS, PART(d.limit), IF(d.pages),
		.after = " in pages of 4 KiB)"},
	{NULL, "", VALUE_TRUTH, PART(d.pages), .words = {" (in bytes)", NULL}},
	{"granularity", NULL, VALUE_BYTES, PART(granularity)},
};

void segment_tell_descriptor(struct render *r, unsigned indent, bool known,
	uint64_t value, bool long_mode)
{
	struct descriptor d = descriptor_decode(value);
	struct descriptor_row row = {d, value, d.pages ? 4096 : 1,
		descriptor_type_name(&d, long_mode), !d.system,
		!d.system && !d.code, !d.system && d.code};

	if (!known) {
		render_null(r, "descriptor");
		return;
	}
	render_object(r, "descriptor");
	fields_label(r, indent, "descriptor");
	render_fields(r, FIELDS(value_fields), &row);
	draw_descriptor(r, indent, value);
	render_line(r, indent + FIELDS_COLUMN);
	render_fields(r, FIELDS(type_fields), &row);
	render_line(r, indent + FIELDS_COLUMN);
	render_fields(r, FIELDS(limit_fields), &row);
	render_close(r);
}
