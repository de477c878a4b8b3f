/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The segment registers of a process, and what their segments allow. */
#include <string.h>

#include "inspections/segments/segment_parts.h"
#include "inspections/segments/segments.h"
#include "render/field.h"
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
	render_labelled(r, indent, SEGMENTS_COLUMN, label);
}

struct rights_row {
	struct descriptor d;
	const char *type;
	uint32_t granularity;
};

#define RIGHT(member) MEMBER(struct rights_row, member)

/* The name of a bit, where it is set. */
#define BIT(member, name) VALUE_TRUTH, RIGHT(member), .words = {NULL, name}

static const struct field rights_fields[] = {
	{"type", "", VALUE_TEXT, RIGHT(type)},
	{"type_bits", NULL, VALUE_COUNT, RIGHT(d.type)},
	{"system", NULL, VALUE_TRUTH, RIGHT(d.system)},
	{"dpl", "; DPL ", VALUE_COUNT, RIGHT(d.dpl)},
	{"present", ", ", BIT(d.present, "P")},
	{"available", ", ", BIT(d.available, "AVL")},
	{"long", ", ", BIT(d.wide, "L")},
	{"default_big", ", ", BIT(d.big, "D/B")},
	{NULL, ", ", BIT(d.pages, "G")},
	{"granularity", NULL, VALUE_BYTES, RIGHT(granularity)},
};

struct told_by {
	bool known;
	uint32_t limit;
	const char *who;
};

static const struct field told_fields[] = {
	{"limit", NULL, VALUE_ADDRESS, MEMBER(struct told_by, limit),
		IF_HAS(struct told_by, known)},
	{"told_by", NULL, VALUE_TEXT, MEMBER(struct told_by, who)},
};

static struct rights_row row_of(const struct descriptor *d)
{
	return (struct rights_row){
		*d, descriptor_type_name(d, true), d->pages ? 4096 : 1};
}

static void tell_limit(
	struct render *r, const struct descriptor *d, const char *told_by)
{
	struct told_by told = {d != NULL, d ? d->effective_limit : 0, told_by};

	render_members(r, FIELDS(told_fields), &told);
	if (!d)
		render_null(r, "rights");
}

void segments_tell_rights(struct render *r, unsigned indent,
	const struct descriptor *d, const char *told_by)
{
	struct rights_row row;

	tell_limit(r, d, told_by);
	if (!d)
		return;
	row = row_of(d);
	render_object(r, "rights");
	segments_line(r, indent, "");
	render_fields(r, FIELDS(rights_fields), &row);
	render_close(r);
}

void segments_list_rights(
	struct render *r, const struct descriptor *d, const char *told_by)
{
	struct rights_row row;

	tell_limit(r, d, told_by);
	if (!d)
		return;
	row = row_of(d);
	render_item(r, "rights", FIELDS(rights_fields), &row);
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

static const struct field name_fields[] = {
	{"name", NULL, VALUE_TEXT, MEMBER(struct segment_register_view, name)},
};

static const struct field register_fields[] = {
	{"descriptor", NULL, VALUE_TEXT,
		MEMBER(struct segment_register_view, descriptor)},
	{"base", NULL, VALUE_NULL, MEMBER(struct segment_register_view, base)},
	{NULL, "   base ", VALUE_NULL,
		MEMBER(struct segment_register_view, base),
		IF_HAS(struct segment_register_view, says_base)},
	{NULL, "   limit ", VALUE_ADDRESS,
		MEMBER(struct segment_register_view, d.effective_limit),
		IF_HAS(struct segment_register_view, told)},
};

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

static struct segment_register_view view_register(
	const struct traced_registers *registers, enum segment_register number,
	bool wide)
{
	uint16_t value = registers->selectors[number];
	struct selector s = selector_decode(value);
	struct segment_register_view row = {.name = register_names[number],
		.descriptor = s.null || s.local ? NULL : gdt_name(s.index),
		.value = value,
		.selector = s,
		.base = base_of(registers, number, wide)};
	uint32_t base = 0;

	row.told_by = view_of(registers, s, value, &row.d, &base);
	row.told = row.told_by != NULL;
	row.says_base = number >= REGISTER_FS;
	if (row.told_by && row.base.kind == VALUE_NULL &&
		gdt_is_thread_local(s.index))
		row.base = as_address(base);
	return row;
}

/* Behind its value: "  GDT 6, RPL 3: __USER_CS" */
static void say_selector(
	struct render *r, const struct segment_register_view *row)
{
	const struct selector *s = &row->selector;
	const char *name = row->descriptor;

	if (s->null)
		render_say(r, STYLE_FAINT, "  null");
	else
		render_say(r, STYLE_PLAIN, "  %s %u, RPL %u%s%s",
			s->local ? "LDT" : "GDT", s->index, s->rpl,
			name ? ": " : "", name ? name : "");
}

/* "0x0033  GDT 6, RPL 3: __USER_CS   base 0x0   limit 0xffffffff" */
static void tell_register(struct render *r, unsigned indent,
	const struct segment_register_view *row)
{
	render_object(r, NULL);
	render_members(r, FIELDS(name_fields), row);
	segments_line(r, indent, row->name);
	segment_tell_value(r, row->value);
	say_selector(r, row);
	render_fields(r, FIELDS(register_fields), row);
	segments_tell_rights(
		r, indent, row->told_by ? &row->d : NULL, row->told_by);
	render_close(r);
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

static bool is_wide(const char *code)
{
	return code && strcmp(code, "64-bit") == 0;
}

void segments_read_registers(
	struct segments *s, const struct traced_registers *registers)
{
	s->code = code_of(registers);
	for (int i = 0; i < SEGMENT_REGISTERS; i++)
		s->registers[i] = view_register(
			registers, (enum segment_register)i, is_wide(s->code));
}

void segments_tell_registers(
	struct render *r, unsigned indent, const struct segments *s)
{
	if (!s->code)
		render_say(r, STYLE_PLAIN,
			" runs code of a segment that %s does not see",
			program_name());
	if (is_wide(s->code))
		render_say(r, STYLE_PLAIN,
			": no limits, and no bases but those of fs and gs");
	render_array(r, "registers");
	for (int i = 0; i < SEGMENT_REGISTERS; i++)
		tell_register(r, indent, &s->registers[i]);
	render_close(r);
}
