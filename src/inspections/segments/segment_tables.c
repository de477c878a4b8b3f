/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables behind the selectors: what of them a program may see. */
#include <inttypes.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/signals.h"

/* By a selector of the privilege that all programs have. */
enum { RPL = 3 };

/* By which the entry is used: programs have those that they see, or may. */
static unsigned selector_of(unsigned index, const struct descriptor *d)
{
	if (d)
		return index << 3 | d->dpl;
	return index << 3 | (gdt_is_thread_local(index) ? RPL : 0);
}

#define ENTRY(member) MEMBER(struct gdt_entry, member)

static const struct field entry_fields[] = {
	{"index", NULL, VALUE_COUNT, ENTRY(index)},
	{"selector", NULL, VALUE_ADDRESS, ENTRY(selector)},
	{"name", NULL, VALUE_TEXT, ENTRY(name)},
	{"visible", NULL, VALUE_TRUTH, ENTRY(visible)},
	{"cpu", NULL, VALUE_COUNT, ENTRY(cpu),
		IF_HAS(struct gdt_entry, counts)},
	{"node", NULL, VALUE_COUNT, ENTRY(node),
		IF_HAS(struct gdt_entry, counts)},
};

/* What is said of one that is seen. */
static const struct field said_fields[] = {
	{NULL, "limit ", VALUE_ADDRESS, ENTRY(d.effective_limit)},
	{NULL, ": CPU ", VALUE_COUNT, ENTRY(cpu),
		IF_HAS(struct gdt_entry, counts)},
	{NULL, ", node ", VALUE_COUNT, ENTRY(node),
		IF_HAS(struct gdt_entry, counts)},
};

/* False: Linux puts nothing there, and nothing is seen. */
static bool entry_of(unsigned index, struct gdt_entry *row)
{
	struct segment_view view = segment_view((uint16_t)(index << 3 | RPL));
	struct descriptor d = descriptor_of_rights(view.rights, view.limit);

	*row = (struct gdt_entry){.index = index,
		.selector = selector_of(index, view.visible ? &d : NULL),
		.name = gdt_name(index),
		.visible = view.visible,
		.counts = view.visible && index == GDT_CPU,
		.d = d,
		.cpu = gdt_cpu_of(view.limit),
		.node = gdt_node_of(view.limit)};
	return row->name || row->visible;
}

static void say_entry(
	struct render *r, unsigned indent, const struct gdt_entry *row)
{
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "%2u  0x%02x  %-15s", row->index,
		row->selector, row->name ? row->name : "");
	if (!row->visible) {
		render_say(r, STYLE_FAINT, "not to be seen");
		return;
	}
	render_fields(r, FIELDS(said_fields), row);
}

static void tell_entry(
	struct render *r, unsigned indent, const struct gdt_entry *row)
{
	render_object(r, NULL);
	render_members(r, FIELDS(entry_fields), row);
	segments_list_rights(r, row->visible ? &row->d : NULL,
		row->visible ? "lar-lsl" : NULL);
	render_close(r);
	say_entry(r, indent, row);
}

void segments_read_gdt(struct segments *s)
{
	for (unsigned i = 1; i < GDT_ENTRIES; i++)
		if (entry_of(i, &s->gdt[s->gdt_count]))
			s->gdt_count++;
}

void segments_tell_gdt(
	struct render *r, unsigned indent, const struct segments *s)
{
	segments_line(r, indent, "GDT");
	render_say(r, STYLE_PLAIN,
		"as Linux lays it out, and what LAR and LSL tell a program:");
	render_array(r, "gdt");
	for (size_t i = 0; i < s->gdt_count; i++)
		tell_entry(r, indent, &s->gdt[i]);
	render_close(r);
}

/* --- What UMIP hides ------------------------------------------------------ */

struct hidden_row {
	const char *name;
	const char *what;
	uint64_t fixed; /* what the kernel answers in place of the processor */
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
 * No table lies at these addresses with a limit of 0; of the other three
 * the answers of the kernel are such as the processor could give, too.
 */
static bool is_fixed(const struct hidden_answer *answers)
{
	for (int i = HIDDEN_SGDT; i <= HIDDEN_SIDT; i++)
		if (!answers[i].done || answers[i].fault.number ||
			answers[i].limit || answers[i].value != rows[i].fixed)
			return false;
	return true;
}

/* "emulated", "refused", "absent"; NULL: it could not be tried. */
static const char *umip_of(const struct hidden_answer *answers)
{
	for (int i = 0; i < HIDDEN; i++)
		if (!answers[i].done)
			return NULL;
	if (is_fixed(answers))
		return "emulated";
	return answers[HIDDEN_SGDT].fault.number ? "refused" : "absent";
}

/* What an instruction answered, as it is shown. */
struct answer_row {
	const char *instruction, *what, *signal;
	uint64_t value, limit;
	bool has_value, has_limit;
	char result[64]; /* all of it in text */
};

#define ANSWER(member) MEMBER(struct answer_row, member)

static const struct field answer_fields[] = {
	{"instruction", NULL, VALUE_TEXT, ANSWER(instruction)},
	{"value", NULL, VALUE_ADDRESS, ANSWER(value),
		IF_HAS(struct answer_row, has_value)},
	{"limit", NULL, VALUE_ADDRESS, ANSWER(limit),
		IF_HAS(struct answer_row, has_limit)},
	{"signal", NULL, VALUE_TEXT, ANSWER(signal)},
};

static void format_answer(const struct hidden_answer *answer,
	const struct answer_row *row, char *text, size_t size)
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

static void tell_answer(struct render *r, unsigned indent,
	const struct hidden_row *hidden, const struct hidden_answer *answer)
{
	bool told = answer->done && !answer->fault.number;
	struct answer_row row = {.instruction = hidden->name,
		.what = hidden->what,
		.signal = answer->fault.number
				  ? signal_name(answer->fault.number)
				  : NULL,
		.value = answer->value,
		.limit = answer->limit,
		.has_value = told,
		.has_limit = told && hidden->table};

	format_answer(answer, &row, row.result, sizeof(row.result));
	render_item(r, NULL, FIELDS(answer_fields), &row);
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "%-6s%-37s", row.instruction, row.result);
	render_say(r, STYLE_FAINT, "%s", row.what);
}

static void say_umip(struct render *r, const char *umip)
{
	if (!umip)
		render_say(r, STYLE_PLAIN, "it could not be tried");
	else if (*umip == 'e')
		render_say(r, STYLE_PLAIN,
			"the kernel answers fixed values in place of the "
			"processor:");
	else if (*umip == 'r')
		render_say(r, STYLE_PLAIN,
			"the kernel lets these instructions fail:");
	else
		render_say(r, STYLE_PLAIN,
			"not in use: these are the processor's own answers:");
}

void segments_tell_hidden(struct render *r, unsigned indent,
	const struct hidden_answer answers[HIDDEN])
{
	const char *umip = umip_of(answers);

	segments_line(r, indent, "UMIP");
	say_umip(r, umip);
	render_fact(r, "umip", NULL, as_text(umip));
	render_array(r, "hidden");
	for (int i = 0; i < HIDDEN; i++)
		tell_answer(r, indent, &rows[i], &answers[i]);
	render_close(r);
}
