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
	{"index", JSON_ONLY, VALUE_COUNT, SELECTOR(selector.index)},
	{"table", JSON_ONLY, VALUE_TEXT, SELECTOR(table)},
	{"rpl", JSON_ONLY, VALUE_COUNT, SELECTOR(selector.rpl)},
	{"null", JSON_ONLY, VALUE_TRUTH, SELECTOR(selector.null)},
};

void segment_print_value(struct render *r, uint16_t value)
{
	struct selector selector = selector_decode(value);
	struct selector_row row = {
		selector, value, selector.local ? "LDT" : "GDT"};

	render_object(r, "selector");
	render_fields(r, FIELDS(selector_fields), &row);
	render_close(r);
}

void segment_print_selector(
	struct render *r, unsigned indent, bool known, uint16_t value)
{
	struct selector selector = selector_decode(value);

	if (!known) {
		render_null(r, "selector");
		return;
	}
	fields_label(r, indent, "selector");
	segment_print_value(r, value);
	if (selector.null)
		render_printf(r, STYLE_PLAIN, ", the null selector");
	else
		render_printf(r, STYLE_PLAIN, ", descriptor %u of the %s",
			selector.index, selector.local ? "LDT" : "GDT");
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

/* A descriptor as printed, with the bits that apply. */
struct descriptor_row {
	struct descriptor descriptor;
	uint64_t value;
	uint32_t granularity;
	const char *type;
	bool user, data, code; /* not a system segment; of that kind */
};

#define PART(member) MEMBER(struct descriptor_row, member)
#define IF(member) IF_HAS(struct descriptor_row, member)

static const struct field value_fields[] = {
	{"value", "", VALUE_ADDRESS, PART(value), .digits = 16},
};

/* Bits that a system segment lacks are null. */
static const struct field type_fields[] = {
	{"type", "", VALUE_TEXT, PART(type)},
	{"type_bits", JSON_ONLY, VALUE_COUNT, PART(descriptor.type)},
	{"system", JSON_ONLY, VALUE_TRUTH, PART(descriptor.system)},
	{"code", JSON_ONLY, VALUE_TRUTH, PART(descriptor.code), IF(user)},
	{"accessed", JSON_ONLY, VALUE_TRUTH, PART(descriptor.accessed),
		IF(user)},
	{"readable", JSON_ONLY, VALUE_TRUTH, PART(descriptor.readable),
		IF(user)},
	{"writable", JSON_ONLY, VALUE_TRUTH, PART(descriptor.writable),
		IF(user)},
	{"expand_down", JSON_ONLY, VALUE_TRUTH, PART(descriptor.expand_down),
		IF(data)},
	{"conforming", JSON_ONLY, VALUE_TRUTH, PART(descriptor.conforming),
		IF(code)},
	{"dpl", "; DPL ", VALUE_COUNT, PART(descriptor.dpl)},
	{"present", "; ", VALUE_TRUTH, PART(descriptor.present),
		.words = {"not present", "present"}},
	{"available", JSON_ONLY, VALUE_TRUTH, PART(descriptor.available)},
	{"long", JSON_ONLY, VALUE_TRUTH, PART(descriptor.wide)},
	{"default_big", JSON_ONLY, VALUE_TRUTH, PART(descriptor.big)},
};

static const struct field limit_fields[] = {
	{"base", "base ", VALUE_ADDRESS, PART(descriptor.base)},
	{"effective_limit", ", limit ", VALUE_ADDRESS,
		PART(descriptor.effective_limit)},
	{"limit", JSON_ONLY, VALUE_ADDRESS, PART(descriptor.limit)},
	{TEXT_ONLY, " (", VALUE_ADDRESS, PART(descriptor.limit),
		IF(descriptor.pages), .after = " in pages of 4 KiB)"},
	{TEXT_ONLY, "", VALUE_TRUTH, PART(descriptor.pages),
		.words = {" (in bytes)", ""}},
	{"granularity", JSON_ONLY, VALUE_BYTES, PART(granularity)},
};

void segment_print_descriptor(struct render *r, unsigned indent, bool known,
	uint64_t value, bool long_mode)
{
	struct descriptor descriptor = descriptor_decode(value);
	struct descriptor_row row = {descriptor, value,
		descriptor.pages ? 4096 : 1,
		descriptor_type_name(&descriptor, long_mode),
		!descriptor.system, !descriptor.system && !descriptor.code,
		!descriptor.system && descriptor.code};

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
