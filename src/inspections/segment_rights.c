/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The segment registers of a process, and what their segments allow. */
#include <inttypes.h>
#include <string.h>

#include "inspections/segment_parts.h"
#include "inspections/segments.h"
#include "words/program.h"

static const char *const register_names[SEGMENT_REGISTERS] = {
	[REGISTER_CS] = "cs",
	[REGISTER_SS] = "ss",
	[REGISTER_DS] = "ds",
	[REGISTER_ES] = "es",
	[REGISTER_FS] = "fs",
	[REGISTER_GS] = "gs",
};

void segments_line(struct render *r, unsigned indent, const char *label)
{
	render_line(r, indent);
	render_say(r, STYLE_LABEL, "%-*s", SEGMENTS_COLUMN, label);
}

void segments_tell_rights(
	struct render *r, const struct descriptor *d, const char *told_by)
{
	render_fact(r, "limit", NULL,
		d ? as_address(d->effective_limit) : as_null());
	render_fact(r, "told_by", NULL, as_text(told_by));
	if (!d) {
		render_null(r, "rights");
		return;
	}
	render_object(r, "rights");
	render_fact(r, "type", NULL, as_text(descriptor_type_name(d, true)));
	render_fact(r, "type_bits", NULL, as_count(d->type));
	render_fact(r, "system", NULL, as_truth(d->system));
	render_fact(r, "dpl", NULL, as_count(d->dpl));
	render_fact(r, "present", NULL, as_truth(d->present));
	render_fact(r, "available", NULL, as_truth(d->available));
	render_fact(r, "long", NULL, as_truth(d->wide));
	render_fact(r, "default_big", NULL, as_truth(d->big));
	render_fact(r, "granularity", NULL, as_bytes(d->pages ? 4096 : 1));
	render_close(r);
}

void segments_say_rights(struct render *r, const struct descriptor *d)
{
	render_say(r, STYLE_PLAIN, "%s; DPL %u%s%s%s%s%s",
		descriptor_type_name(d, true), d->dpl, d->present ? ", P" : "",
		d->available ? ", AVL" : "", d->wide ? ", L" : "",
		d->big ? ", D/B" : "", d->pages ? ", G" : "");
}

/* By the entry of the thread that is looked at: ours may differ. */
static const char *view_thread(
	const struct thread_segment *t, struct descriptor *d, uint32_t *base)
{
	if (!t->told || t->absent)
		return NULL;
	*d = (struct descriptor){
		.base = t->base,
		.limit = t->limit,
		.effective_limit = t->pages ? t->limit << 12 | 0xfff : t->limit,
		.type = (t->code ? 8U : 0) | (t->writable ? 2U : 0) | 1,
		.dpl = 3,
		.present = true,
		.available = t->available,
		.big = t->wide,
		.pages = t->pages,
		.code = t->code,
	};
	*base = t->base;
	return "thread-area";
}

/*
 * Who tells of the segment behind a selector of another process; NULL: nobody.
 * The GDT is the same for all but for the entries of threads, and no process
 * sees the LDT of another.
 */
static const char *view_of(const struct traced_registers *registers,
	struct selector s, uint16_t value, struct descriptor *d, uint32_t *base)
{
	struct segment_view view;

	if (s.null || s.local)
		return NULL;
	if (gdt_is_thread_local(s.index))
		return view_thread(
			&registers->thread[s.index - GDT_TLS_FIRST], d, base);
	view = segment_view(value);
	if (!view.visible)
		return NULL;
	*d = descriptor_of_rights(view.rights, view.limit);
	return "lar-lsl";
}

/* In 64-bit code all bases but two are 0, whatever the descriptors say. */
static struct value base_of(const struct traced_registers *registers,
	enum segment_register number, bool wide)
{
	if (number == REGISTER_FS)
		return as_address(registers->fs_base);
	if (number == REGISTER_GS)
		return as_address(registers->gs_base);
	return wide ? as_address(0) : as_null();
}

/* "0x0033  GDT 6, RPL 3: __USER_CS   base 0x0   limit 0xffffffff" */
static void say_register(struct render *r, unsigned indent,
	enum segment_register number, uint16_t value, const char *name,
	const struct descriptor *d, struct value base)
{
	struct selector s = selector_decode(value);

	segments_line(r, indent, register_names[number]);
	render_say(r, STYLE_PLAIN, "0x%04x  ", value);
	if (s.null)
		render_say(r, STYLE_FAINT, "null");
	else
		render_say(r, STYLE_PLAIN, "%s %u, RPL %u%s%s",
			s.local ? "LDT" : "GDT", s.index, s.rpl,
			name ? ": " : "", name ? name : "");
	if (number >= REGISTER_FS)
		render_say(r, STYLE_PLAIN, "   base 0x%" PRIx64, base.number);
	if (d)
		render_say(r, STYLE_PLAIN, "   limit 0x%" PRIx32,
			d->effective_limit);
	if (!d)
		return;
	segments_line(r, indent, "");
	segments_say_rights(r, d);
}

static void tell_register(struct render *r, unsigned indent,
	const struct traced_registers *registers, enum segment_register number,
	bool wide)
{
	uint16_t value = registers->selectors[number];
	struct selector s = selector_decode(value);
	struct descriptor d;
	uint32_t base = 0;
	const char *told_by = view_of(registers, s, value, &d, &base);
	const char *name = s.null || s.local ? NULL : gdt_name(s.index);
	struct value where = base_of(registers, number, wide);

	if (told_by && where.kind == VALUE_NULL && gdt_is_thread_local(s.index))
		where = as_address(base);
	render_object(r, NULL);
	render_fact(r, "name", NULL, as_text(register_names[number]));
	segment_tell_value(r, value);
	render_fact(r, "descriptor", NULL, as_text(name));
	render_fact(r, "base", NULL, where);
	segments_tell_rights(r, told_by ? &d : NULL, told_by);
	render_close(r);
	say_register(
		r, indent, number, value, name, told_by ? &d : NULL, where);
}

/*
 * By the bits L and D of the segment of CS; NULL where nobody sees them: of
 * the LDT, in which modify_ldt(2) makes no 64-bit code.
 */
static const char *code_of(const struct traced_registers *registers)
{
	uint16_t cs = registers->selectors[REGISTER_CS];
	struct segment_view view;
	struct descriptor d;

	if (selector_decode(cs).local)
		return NULL;
	view = segment_view(cs);
	if (!view.visible)
		return NULL;
	d = descriptor_of_rights(view.rights, view.limit);
	return d.wide ? "64-bit" : d.big ? "32-bit" : "16-bit";
}

void segments_tell_registers(struct render *r, unsigned indent,
	const struct traced_registers *registers)
{
	const char *code = code_of(registers);
	bool wide = code && strcmp(code, "64-bit") == 0;

	render_fact(r, "code", NULL, as_text(code));
	if (code)
		render_say(r, STYLE_PLAIN, " runs %s code", code);
	else
		render_say(r, STYLE_PLAIN,
			" runs code of a segment that %s does not see",
			program_name());
	if (wide)
		render_say(r, STYLE_PLAIN,
			": no limits, and no bases but those of fs and gs");
	render_array(r, "registers");
	for (int i = 0; i < SEGMENT_REGISTERS; i++)
		tell_register(
			r, indent, registers, (enum segment_register)i, wide);
	render_close(r);
}
