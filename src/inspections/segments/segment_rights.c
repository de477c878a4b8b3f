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
	struct descriptor descriptor;
	const char *type;
	uint32_t granularity;
};

#define RIGHT(member) MEMBER(struct rights_row, member)

/* The name of a bit, if it is set. */
#define BIT(member, name) VALUE_TRUTH, RIGHT(member), .words = {"", name}

static const struct field rights_fields[] = {
	{"type", "", VALUE_TEXT, RIGHT(type)},
	{"type_bits", JSON_ONLY, VALUE_COUNT, RIGHT(descriptor.type)},
	{"system", JSON_ONLY, VALUE_TRUTH, RIGHT(descriptor.system)},
	{"dpl", "; DPL ", VALUE_COUNT, RIGHT(descriptor.dpl)},
	{"present", ", ", BIT(descriptor.present, "P")},
	{"available", ", ", BIT(descriptor.available, "AVL")},
	{"long", ", ", BIT(descriptor.wide, "L")},
	{"default_big", ", ", BIT(descriptor.big, "D/B")},
	{TEXT_ONLY, ", ", BIT(descriptor.pages, "G")},
	{"granularity", JSON_ONLY, VALUE_BYTES, RIGHT(granularity)},
};

struct limit_row {
	bool known;
	uint32_t limit;
	const char *who;
};

static const struct field fact_fields[] = {
	{"limit", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct limit_row, limit),
		IF_HAS(struct limit_row, known)},
	{"told_by", JSON_ONLY, VALUE_TEXT, MEMBER(struct limit_row, who)},
};

static struct rights_row row_of(const struct descriptor *descriptor)
{
	return (struct rights_row){*descriptor,
		descriptor_type_name(descriptor, true),
		descriptor->pages ? 4096 : 1};
}

static void print_limit(struct render *r, const struct descriptor *descriptor,
	const char *told_by)
{
	struct limit_row row = {descriptor != NULL,
		descriptor ? descriptor->effective_limit : 0, told_by};

	render_members(r, FIELDS(fact_fields), &row);
	if (!descriptor)
		render_null(r, "rights");
}

void segments_print_rights(struct render *r, unsigned indent,
	const struct descriptor *descriptor, const char *told_by)
{
	struct rights_row row;

	print_limit(r, descriptor, told_by);
	if (!descriptor)
		return;
	row = row_of(descriptor);
	render_object(r, "rights");
	segments_line(r, indent, "");
	render_fields(r, FIELDS(rights_fields), &row);
	render_close(r);
}

void segments_list_rights(struct render *r, const struct descriptor *descriptor,
	const char *told_by)
{
	struct rights_row row;

	print_limit(r, descriptor, told_by);
	if (!descriptor)
		return;
	row = row_of(descriptor);
	render_item(r, "rights", FIELDS(rights_fields), &row);
}

/* By the traced thread's entry: ours may differ. */
static const char *view_thread(const struct thread_segment *segment,
	struct descriptor *descriptor, uint32_t *base)
{
	if (!segment->known || segment->absent)
		return NULL;
	*descriptor = (struct descriptor){
		.base = segment->base,
		.limit = segment->limit,
		.effective_limit = segment->pages ? segment->limit << 12 | 0xfff
						  : segment->limit,
		.type = (segment->code ? 8U : 0) |
			(segment->writable ? 2U : 0) | 1,
		.dpl = 3,
		.present = true,
		.available = segment->available,
		.big = segment->wide,
		.pages = segment->pages,
		.code = segment->code,
	};
	*base = segment->base;
	return "thread-area";
}

/*
 * The source for the segment of another process's selector; NULL: none.  The
 * GDT is the same for all except the entries of threads, and no process sees
 * another's LDT.
 */
static const char *view_of(const struct traced_registers *registers,
	struct selector selector, uint16_t value, struct descriptor *descriptor,
	uint32_t *base)
{
	struct segment_view view;

	if (selector.null || selector.local)
		return NULL;
	if (gdt_is_thread_local(selector.index))
		return view_thread(
			&registers->thread[selector.index - GDT_TLS_FIRST],
			descriptor, base);
	view = segment_view(value);
	if (!view.visible)
		return NULL;
	*descriptor = descriptor_of_rights(view.rights, view.limit);
	return "lar-lsl";
}

static const struct field name_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT,
		MEMBER(struct segment_register_view, name)},
};

static const struct field register_fields[] = {
	{"descriptor", JSON_ONLY, VALUE_TEXT,
		MEMBER(struct segment_register_view, descriptor)},
	{"base", JSON_ONLY, VALUE_NULL,
		MEMBER(struct segment_register_view, base)},
	{TEXT_ONLY, "   base ", VALUE_NULL,
		MEMBER(struct segment_register_view, base),
		IF_HAS(struct segment_register_view, says_base)},
	{TEXT_ONLY, "   limit ", VALUE_ADDRESS,
		MEMBER(struct segment_register_view, loaded.effective_limit),
		IF_HAS(struct segment_register_view, known)},
};

/*
 * In 64-bit code all bases except fs and gs are 0, whatever the descriptors
 * say.
 */
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
	struct selector selector = selector_decode(value);
	struct segment_register_view row = {.name = register_names[number],
		.descriptor = selector.null || selector.local
				      ? NULL
				      : gdt_name(selector.index),
		.value = value,
		.selector = selector,
		.base = base_of(registers, number, wide)};
	uint32_t base = 0;

	row.told_by = view_of(registers, selector, value, &row.loaded, &base);
	row.known = row.told_by != NULL;
	row.says_base = number >= REGISTER_FS;
	if (row.told_by && row.base.kind == VALUE_NULL &&
		gdt_is_thread_local(selector.index))
		row.base = as_address(base);
	return row;
}

/* After its value: "  GDT 6, RPL 3: __USER_CS" */
static void text_selector(
	struct render *r, const struct segment_register_view *row)
{
	const struct selector *selector = &row->selector;
	const char *name = row->descriptor;

	if (selector->null)
		render_printf(r, STYLE_FAINT, "  null");
	else
		render_printf(r, STYLE_PLAIN, "  %s %u, RPL %u%s%s",
			selector->local ? "LDT" : "GDT", selector->index,
			selector->rpl, name ? ": " : "", name ? name : "");
}

/* "0x0033  GDT 6, RPL 3: __USER_CS   base 0x0   limit 0xffffffff" */
static void print_register(struct render *r, unsigned indent,
	const struct segment_register_view *row)
{
	render_object(r, NULL);
	render_members(r, FIELDS(name_fields), row);
	segments_line(r, indent, row->name);
	segment_print_value(r, row->value);
	text_selector(r, row);
	render_fields(r, FIELDS(register_fields), row);
	segments_print_rights(
		r, indent, row->told_by ? &row->loaded : NULL, row->told_by);
	render_close(r);
}

/*
 * By the L and D bits of the CS segment; NULL if they are not visible: in the
 * LDT, where modify_ldt(2) allows no 64-bit code.
 */
static const char *code_of(const struct traced_registers *registers)
{
	uint16_t cs = registers->selectors[REGISTER_CS];
	struct segment_view view;
	struct descriptor descriptor;

	if (selector_decode(cs).local)
		return NULL;
	view = segment_view(cs);
	if (!view.visible)
		return NULL;
	descriptor = descriptor_of_rights(view.rights, view.limit);
	return descriptor.wide  ? "64-bit"
	       : descriptor.big ? "32-bit"
				: "16-bit";
}

static bool is_wide(const char *code)
{
	return code && strcmp(code, "64-bit") == 0;
}

void segments_read_registers(
	struct segments *segments, const struct traced_registers *registers)
{
	segments->code = code_of(registers);
	for (int i = 0; i < SEGMENT_REGISTERS; i++)
		segments->registers[i] = view_register(registers,
			(enum segment_register)i, is_wide(segments->code));
}

void segments_print_registers(
	struct render *r, unsigned indent, const struct segments *segments)
{
	if (!segments->code)
		render_printf(r, STYLE_PLAIN,
			" runs code in a segment that %s cannot see",
			program_name());
	if (is_wide(segments->code))
		render_printf(r, STYLE_PLAIN,
			": no limits, and no bases except fs and gs");
	render_array(r, "registers");
	for (int i = 0; i < SEGMENT_REGISTERS; i++)
		print_register(r, indent, &segments->registers[i]);
	render_close(r);
}
