/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real mode: a segment, an offset, and the line A20. */
#include <inttypes.h>

#include "inspections/translate.h"
#include "models/real.h"
#include "render/field.h"
#include "words/far.h"

static void say_sum(const struct translation *t, uint16_t segment,
	uint16_t offset, uint32_t sum)
{
	struct render *r = t->render;

	fields_label(r, t->indent, "segment");
	render_say(r, STYLE_PLAIN, "0x%04x << 4    0x%06x", segment,
		(unsigned)segment << 4);
	fields_label(r, t->indent, "offset");
	render_say(r, STYLE_PLAIN, "            +    0x%04x", offset);
	fields_label(r, t->indent, "linear");
	render_say(r, STYLE_PLAIN, "            =  0x%06" PRIx32, sum);
}

static void say_gate(
	const struct translation *t, const char *label, uint32_t address)
{
	fields_label(t->render, t->indent, label);
	render_say(
		t->render, STYLE_PLAIN, "               0x%06" PRIx32, address);
}

static void say_lines(const struct translation *t, uint32_t on, uint32_t off)
{
	bool asked = translate_has(t->call, &param_gate);

	if (on == off) {
		say_gate(t, "physical", on);
		render_say(t->render, STYLE_PLAIN, "  with A20 on and off");
		return;
	}
	if (!asked || arg(t->call, ROLE_GATE) == A20_ON) {
		say_gate(t, "A20 on", on);
		render_say(t->render, STYLE_PLAIN, "  beyond 1 MiB (80286)");
	}
	if (!asked || arg(t->call, ROLE_GATE) == A20_OFF) {
		say_gate(t, "A20 off", off);
		render_say(t->render, STYLE_PLAIN,
			"  wraps at 1 MiB (8086: 20 lines)");
	}
}

struct real {
	unsigned segment, offset;
	uint32_t a20_on, a20_off;
	bool wraps;
};

static const struct field real_fields[] = {
	{"segment", NULL, VALUE_ADDRESS, MEMBER(struct real, segment)},
	{"offset", NULL, VALUE_ADDRESS, MEMBER(struct real, offset)},
	{"a20_on", NULL, VALUE_ADDRESS, MEMBER(struct real, a20_on)},
	{"a20_off", NULL, VALUE_ADDRESS, MEMBER(struct real, a20_off)},
	{"wraps", NULL, VALUE_TRUTH, MEMBER(struct real, wraps)},
};

struct translated translate_real(const struct translation *t)
{
	uint16_t segment = far_segment(arg(t->call, ROLE_FAR));
	uint16_t offset = far_offset(arg(t->call, ROLE_FAR));
	uint32_t on = real_address(segment, offset, true);
	uint32_t off = real_address(segment, offset, false);
	bool known = on == off || translate_has(t->call, &param_gate);
	bool gate = translate_get(t->call, &param_gate, A20_ON) == A20_ON;
	struct real real = {segment, offset, on, off, on != off};

	render_item(t->render, "real", FIELDS(real_fields), &real);
	say_sum(t, segment, offset, on);
	say_lines(t, on, off);
	return (struct translated){.has_linear = true,
		.linear = on,
		.has_physical = known,
		.physical = gate ? on : off};
}
