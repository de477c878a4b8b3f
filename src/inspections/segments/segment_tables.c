/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The descriptor tables, as far as a program may see them. */
#include <inttypes.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/signals.h"

/* The privilege level of user programs. */
enum { RPL = 3 };

/* The selector to use the entry with: with RPL 3 if user code may. */
static unsigned selector_of(unsigned index, const struct descriptor *descriptor)
{
	if (descriptor)
		return index << 3 | descriptor->dpl;
	return index << 3 | (gdt_is_thread_local(index) ? RPL : 0);
}

#define ENTRY(member) MEMBER(struct gdt_entry, member)

static const struct field entry_fields[] = {
	{"index", JSON_ONLY, VALUE_COUNT, ENTRY(index)},
	{"selector", JSON_ONLY, VALUE_ADDRESS, ENTRY(selector)},
	{"name", JSON_ONLY, VALUE_TEXT, ENTRY(name)},
	{"visible", JSON_ONLY, VALUE_TRUTH, ENTRY(visible)},
	{"cpu", JSON_ONLY, VALUE_COUNT, ENTRY(cpu),
		IF_HAS(struct gdt_entry, counts)},
	{"node", JSON_ONLY, VALUE_COUNT, ENTRY(node),
		IF_HAS(struct gdt_entry, counts)},
};

/* Remarks on a visible entry. */
static const struct field said_fields[] = {
	{TEXT_ONLY, "limit ", VALUE_ADDRESS, ENTRY(descriptor.effective_limit)},
	{TEXT_ONLY, ": CPU ", VALUE_COUNT, ENTRY(cpu),
		IF_HAS(struct gdt_entry, counts)},
	{TEXT_ONLY, ", node ", VALUE_COUNT, ENTRY(node),
		IF_HAS(struct gdt_entry, counts)},
};

/* False: Linux puts nothing there, and nothing is visible. */
static bool entry_of(unsigned index, struct gdt_entry *row)
{
	struct segment_view view = segment_view((uint16_t)(index << 3 | RPL));
	struct descriptor descriptor =
		descriptor_of_rights(view.rights, view.limit);

	*row = (struct gdt_entry){.index = index,
		.selector =
			selector_of(index, view.visible ? &descriptor : NULL),
		.name = gdt_name(index),
		.visible = view.visible,
		.counts = view.visible && index == GDT_CPU,
		.descriptor = descriptor,
		.cpu = gdt_cpu_of(view.limit),
		.node = gdt_node_of(view.limit)};
	return row->name || row->visible;
}

static void text_entry(
	struct render *r, unsigned indent, const struct gdt_entry *row)
{
	segments_line(r, indent, "");
	render_printf(r, STYLE_PLAIN, "%2u  0x%02x  %-15s", row->index,
		row->selector, row->name ? row->name : "");
	if (!row->visible) {
		render_printf(r, STYLE_FAINT, "not visible");
		return;
	}
	render_fields(r, FIELDS(said_fields), row);
}

static void print_entry(
	struct render *r, unsigned indent, const struct gdt_entry *row)
{
	render_object(r, NULL);
	render_members(r, FIELDS(entry_fields), row);
	segments_list_rights(r, row->visible ? &row->descriptor : NULL,
		row->visible ? "lar-lsl" : NULL);
	render_close(r);
	text_entry(r, indent, row);
}

void segments_read_gdt(struct segments *segments)
{
	for (unsigned i = 1; i < GDT_ENTRIES; i++)
		if (entry_of(i, &segments->gdt[segments->gdt_count]))
			segments->gdt_count++;
}

void segments_print_gdt(
	struct render *r, unsigned indent, const struct segments *segments)
{
	segments_line(r, indent, "GDT");
	render_printf(r, STYLE_PLAIN,
		"by Linux's layout, with the rights and limits that LAR and "
		"LSL return:");
	render_array(r, "gdt");
	for (size_t i = 0; i < segments->gdt_count; i++)
		print_entry(r, indent, &segments->gdt[i]);
	render_close(r);
}

/* --- What UMIP hides ------------------------------------------------------ */

struct hidden_row {
	const char *name;
	const char *what;
	uint64_t fixed; /* the kernel's value instead of the processor's */
	bool table;
};

/* arch/x86/kernel/umip.c; CR0 is CR0_STATE of arch/x86/include/asm. */
static const struct hidden_row rows[HIDDEN] = {
	[HIDDEN_SGDT] = {"sgdt", "where the GDT is",
		UINT64_C(0xfffffffffffe0000), true},
	[HIDDEN_SIDT] = {"sidt", "where the IDT is",
		UINT64_C(0xffffffffffff0000), true},
	[HIDDEN_SLDT] = {"sldt", "the selector of the LDT", 0, false},
	[HIDDEN_STR] = {"str", "the selector of the TSS", 0x40, false},
	[HIDDEN_SMSW] = {"smsw", "the register CR0", 0x80050033, false},
};

/*
 * No real table has these addresses with limit 0; the kernel's values for the
 * other three could also come from the processor.
 */
static bool is_fixed(const struct hidden_answer *answers)
{
	for (int i = HIDDEN_SGDT; i <= HIDDEN_SIDT; i++)
		if (!answers[i].done || answers[i].fault.number ||
			answers[i].limit || answers[i].value != rows[i].fixed)
			return false;
	return true;
}

/* "emulated", "refused", "absent"; NULL: not tried. */
static const char *umip_of(const struct hidden_answer *answers)
{
	for (int i = 0; i < HIDDEN; i++)
		if (!answers[i].done)
			return NULL;
	if (is_fixed(answers))
		return "emulated";
	return answers[HIDDEN_SGDT].fault.number ? "refused" : "absent";
}

/* An instruction's result, as printed. */
struct table_answer_row {
	const char *instruction, *what, *signal;
	uint64_t value, limit;
	bool has_value, has_limit;
	char result[64]; /* all of it in text */
};

#define ANSWER(member) MEMBER(struct table_answer_row, member)

static const struct field answer_fields[] = {
	{"instruction", JSON_ONLY, VALUE_TEXT, ANSWER(instruction)},
	{"value", JSON_ONLY, VALUE_ADDRESS, ANSWER(value),
		IF_HAS(struct table_answer_row, has_value)},
	{"limit", JSON_ONLY, VALUE_ADDRESS, ANSWER(limit),
		IF_HAS(struct table_answer_row, has_limit)},
	{"signal", JSON_ONLY, VALUE_TEXT, ANSWER(signal)},
};

static void format_answer(const struct hidden_answer *answer,
	const struct table_answer_row *row, char *text, size_t size)
{
	if (!answer->done)
		snprintf(text, size, "not tried");
	else if (row->signal)
		snprintf(text, size, "%s", row->signal);
	else if (row->has_limit)
		snprintf(text, size, "base 0x%" PRIx64 ", limit 0x%" PRIx64,
			row->value, row->limit);
	else
		snprintf(text, size, "0x%" PRIx64, row->value);
}

static void print_answer(struct render *r, unsigned indent,
	const struct hidden_row *hidden, const struct hidden_answer *answer)
{
	bool answered = answer->done && !answer->fault.number;
	struct table_answer_row row = {.instruction = hidden->name,
		.what = hidden->what,
		.signal = answer->fault.number
				  ? signal_name(answer->fault.number)
				  : NULL,
		.value = answer->value,
		.limit = answer->limit,
		.has_value = answered,
		.has_limit = answered && hidden->table};

	format_answer(answer, &row, row.result, sizeof(row.result));
	render_item(r, NULL, FIELDS(answer_fields), &row);
	segments_line(r, indent, "");
	render_printf(r, STYLE_PLAIN, "%-6s%-37s", row.instruction, row.result);
	render_printf(r, STYLE_FAINT, "%s", row.what);
}

static void text_umip(struct render *r, const char *umip)
{
	if (!umip)
		render_printf(r, STYLE_PLAIN, "not tried");
	else if (*umip == 'e')
		render_printf(r, STYLE_PLAIN,
			"the kernel returns fixed values instead of the "
			"processor's:");
	else if (*umip == 'r')
		render_printf(r, STYLE_PLAIN,
			"the kernel makes these instructions fail:");
	else
		render_printf(r, STYLE_PLAIN,
			"not in use: these are the processor's own values:");
}

void segments_print_hidden(struct render *r, unsigned indent,
	const struct hidden_answer answers[HIDDEN])
{
	const char *umip = umip_of(answers);

	segments_line(r, indent, "UMIP");
	text_umip(r, umip);
	render_fact(r, "umip", NULL, as_text(umip));
	render_array(r, "hidden");
	for (int i = 0; i < HIDDEN; i++)
		print_answer(r, indent, &rows[i], &answers[i]);
	render_close(r);
}
