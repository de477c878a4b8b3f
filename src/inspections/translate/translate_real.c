/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real mode: a segment, an offset, and line A20. */
#include <inttypes.h>

#include "inspections/translate/translate.h"
#include "models/real.h"
#include "render/field.h"
#include "words/far_pointer.h"

/* "linear                  =  0x012345": all numbers end in one column. */
static void text_term(struct render *r, unsigned indent, const char *label,
	const char *before, int digits, uint32_t value)
{
	char number[16];

	snprintf(number, sizeof(number), "0x%0*" PRIx32, digits, value);
	fields_label(r, indent, label);
	render_printf(r, STYLE_PLAIN, "%-15s%8s", before, number);
}

static void text_sum(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	char shifted[16];

	snprintf(shifted, sizeof(shifted), "0x%04x << 4", real->segment);
	text_term(r, indent, "segment", shifted, 6, real->segment << 4);
	text_term(r, indent, "offset", "            +", 4, real->offset);
	text_term(r, indent, "linear", "            =", 6, real->a20_on);
}

static void text_gate(
	struct render *r, unsigned indent, const char *label, uint32_t address)
{
	text_term(r, indent, label, "", 6, address);
}

static void text_lines(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	if (!real->wraps) {
		text_gate(r, indent, "physical", real->a20_on);
		render_printf(r, STYLE_PLAIN, "  with A20 on and off");
		return;
	}
	if (real->shows_on) {
		text_gate(r, indent, "A20 on", real->a20_on);
		render_printf(r, STYLE_PLAIN, "  beyond 1 MiB (80286)");
	}
	if (real->shows_off) {
		text_gate(r, indent, "A20 off", real->a20_off);
		render_printf(
			r, STYLE_PLAIN, "  wraps at 1 MiB (8086: 20 lines)");
	}
}

static const struct field real_fields[] = {
	{"segment", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct translation_real, segment)},
	{"offset", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct translation_real, offset)},
	{"a20_on", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct translation_real, a20_on)},
	{"a20_off", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct translation_real, a20_off)},
	{"wraps", JSON_ONLY, VALUE_TRUTH,
		MEMBER(struct translation_real, wraps)},
};

void translate_real(struct translation *translation, const struct call *call)
{
	uint16_t segment = far_segment(arg(call, ROLE_FAR));
	uint16_t offset = far_offset(arg(call, ROLE_FAR));
	uint32_t on = real_address(segment, offset, true);
	uint32_t off = real_address(segment, offset, false);
	bool asked = translate_has(call, &param_gate);
	bool is_off = asked && arg(call, ROLE_GATE) == A20_OFF;

	translation->real = (struct translation_real){.segment = segment,
		.offset = offset,
		.a20_on = on,
		.a20_off = off,
		.wraps = on != off,
		.shows_on = !is_off,
		.shows_off = !asked || is_off};
	translation->end = (struct translated){.has_linear = true,
		.linear = on,
		.has_physical = on == off || asked,
		.physical = is_off ? off : on};
}

void translate_print_real(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	render_item(r, "real", FIELDS(real_fields), real);
	text_sum(r, indent, real);
	text_lines(r, indent, real);
}
