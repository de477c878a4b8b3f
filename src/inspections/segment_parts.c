/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segment_parts.h"

#include <inttypes.h>

#include "inspections/fields.h"
#include "models/selector.h"

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

void segment_tell_value(struct render *r, uint16_t value)
{
	struct selector s = selector_decode(value);

	render_object(r, "selector");
	render_fact(r, "value", NULL, as_address(value));
	render_fact(r, "index", NULL, as_count(s.index));
	render_fact(r, "table", NULL, as_text(s.local ? "LDT" : "GDT"));
	render_fact(r, "rpl", NULL, as_count(s.rpl));
	render_fact(r, "null", NULL, as_truth(s.null));
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
	segment_tell_value(r, value);
	fields_label(r, indent, "selector");
	if (s.null)
		render_say(r, STYLE_PLAIN, "0x%04x, the null selector", value);
	else
		render_say(r, STYLE_PLAIN, "0x%04x, descriptor %u of the %s",
			value, s.index, s.local ? "LDT" : "GDT");
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

	fields_draw(r, indent, fields, sizeof(fields) / sizeof(*fields));
}

/* What a system segment has no bit for is null. */
static struct value of(bool applies, bool truth)
{
	return applies ? as_truth(truth) : as_null();
}

static void tell_type(
	struct render *r, const struct descriptor *d, bool long_mode)
{
	bool code = !d->system && d->code, data = !d->system && !d->code;

	render_fact(
		r, "type", NULL, as_text(descriptor_type_name(d, long_mode)));
	render_fact(r, "type_bits", NULL, as_count(d->type));
	render_fact(r, "system", NULL, as_truth(d->system));
	render_fact(r, "code", NULL, of(!d->system, d->code));
	render_fact(r, "accessed", NULL, of(!d->system, d->accessed));
	render_fact(r, "readable", NULL, of(!d->system, d->readable));
	render_fact(r, "writable", NULL, of(!d->system, d->writable));
	render_fact(r, "expand_down", NULL, of(data, d->expand_down));
	render_fact(r, "conforming", NULL, of(code, d->conforming));
}

static void say_descriptor(struct render *r, unsigned indent,
	const struct descriptor *d, bool long_mode)
{
	render_line(r, indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "%s; DPL %u; %s",
		descriptor_type_name(d, long_mode), d->dpl,
		d->present ? "present" : "not present");
	render_line(r, indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "base 0x%" PRIx32 ", limit 0x%" PRIx32,
		d->base, d->effective_limit);
	if (d->pages)
		render_say(r, STYLE_PLAIN, " (0x%" PRIx32 " in pages of 4 KiB)",
			d->limit);
	else
		render_say(r, STYLE_PLAIN, " (in bytes)");
}

void segment_tell_descriptor(struct render *r, unsigned indent, bool known,
	uint64_t value, bool long_mode)
{
	struct descriptor d = descriptor_decode(value);

	if (!known) {
		render_null(r, "descriptor");
		return;
	}
	render_object(r, "descriptor");
	render_fact(r, "value", NULL, as_address(value));
	render_fact(r, "base", NULL, as_address(d.base));
	render_fact(r, "limit", NULL, as_address(d.limit));
	render_fact(r, "granularity", NULL, as_bytes(d.pages ? 4096 : 1));
	render_fact(r, "effective_limit", NULL, as_address(d.effective_limit));
	tell_type(r, &d, long_mode);
	render_fact(r, "dpl", NULL, as_count(d.dpl));
	render_fact(r, "present", NULL, as_truth(d.present));
	render_fact(r, "available", NULL, as_truth(d.available));
	render_fact(r, "long", NULL, as_truth(d.wide));
	render_fact(r, "default_big", NULL, as_truth(d.big));
	render_close(r);
	fields_label(r, indent, "descriptor");
	render_say(r, STYLE_PLAIN, "0x%016" PRIx64, value);
	draw_descriptor(r, indent, value);
	say_descriptor(r, indent, &d, long_mode);
}
