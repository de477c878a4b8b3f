/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real mode: a segment, an offset, and the line A20. */
#include <inttypes.h>

#include "inspections/translate/translate.h"
#include "models/real.h"
#include "render/field.h"
#include "words/far_pointer.h"

/* "linear                  =  0x012345": all numbers end in one column. */
static void say_term(struct render *r, unsigned indent, const char *label,
	const char *before, int digits, uint32_t value)
{
	char number[16];

	snprintf(number, sizeof(number), "0x%0*" PRIx32, digits, value);
	fields_label(r, indent, label);
	render_say(r, STYLE_PLAIN, "%-15s%8s", before, number);
}

static void say_sum(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	char shifted[16];

	snprintf(shifted, sizeof(shifted), "0x%04x << 4", real->segment);
	say_term(r, indent, "segment", shifted, 6, real->segment << 4);
	say_term(r, indent, "offset", "            +", 4, real->offset);
	say_term(r, indent, "linear", "            =", 6, real->a20_on);
}

static void say_gate(
	struct render *r, unsigned indent, const char *label, uint32_t address)
{
	say_term(r, indent, label, "", 6, address);
}

static void say_lines(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	if (!real->wraps) {
		say_gate(r, indent, "physical", real->a20_on);
		render_say(r, STYLE_PLAIN, "  with A20 on and off");
		return;
	}
	if (real->shows_on) {
		say_gate(r, indent, "A20 on", real->a20_on);
		render_say(r, STYLE_PLAIN, "  beyond 1 MiB (80286)");
	}
	if (real->shows_off) {
		say_gate(r, indent, "A20 off", real->a20_off);
		render_say(r, STYLE_PLAIN, "  wraps at 1 MiB (8086: 20 lines)");
	}
}

static const struct field real_fields[] = {
	{"segment", NULL, VALUE_ADDRESS,
		MEMBER(struct translation_real, segment)},
	{"offset", NULL, VALUE_ADDRESS,
		MEMBER(struct translation_real, offset)},
	{"a20_on", NULL, VALUE_ADDRESS,
		MEMBER(struct translation_real, a20_on)},
	{"a20_off", NULL, VALUE_ADDRESS,
		MEMBER(struct translation_real, a20_off)},
	{"wraps", NULL, VALUE_TRUTH, MEMBER(struct translation_real, wraps)},
};

void translate_real(struct translation *t, const struct call *call)
{
	uint16_t segment = far_segment(arg(call, ROLE_FAR));
	uint16_t offset = far_offset(arg(call, ROLE_FAR));
	uint32_t on = real_address(segment, offset, true);
	uint32_t off = real_address(segment, offset, false);
	bool asked = translate_has(call, &param_gate);
	bool is_off = asked && arg(call, ROLE_GATE) == A20_OFF;

	t->real = (struct translation_real){.segment = segment,
		.offset = offset,
		.a20_on = on,
		.a20_off = off,
		.wraps = on != off,
		.shows_on = !is_off,
		.shows_off = !asked || is_off};
	t->end = (struct translated){.has_linear = true,
		.linear = on,
		.has_physical = on == off || asked,
		.physical = is_off ? off : on};
}

void translate_tell_real(
	struct render *r, unsigned indent, const struct translation_real *real)
{
	render_item(r, "real", FIELDS(real_fields), real);
	say_sum(r, indent, real);
	say_lines(r, indent, real);
}
