/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables behind the selectors: what of them a program may see. */
#include <inttypes.h>

#include "inspections/segments.h"
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

static void say_entry(struct render *r, unsigned indent, unsigned index,
	const char *name, const struct descriptor *d)
{
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "%2u  0x%02x  %-15s", index,
		selector_of(index, d), name ? name : "");
	if (!d) {
		render_say(r, STYLE_FAINT, "not to be seen");
		return;
	}
	if (index == GDT_CPU)
		render_say(r, STYLE_PLAIN,
			"limit 0x%" PRIx32 ": CPU %u, node %u",
			d->effective_limit, gdt_cpu_of(d->effective_limit),
			gdt_node_of(d->effective_limit));
	else
		render_say(
			r, STYLE_PLAIN, "limit 0x%" PRIx32, d->effective_limit);
}

static void tell_entry(struct render *r, unsigned indent, unsigned index)
{
	struct segment_view view = segment_view((uint16_t)(index << 3 | RPL));
	struct descriptor d = descriptor_of_rights(view.rights, view.limit);
	const char *name = gdt_name(index);
	bool counts = view.visible && index == GDT_CPU;

	if (!name && !view.visible)
		return;
	render_object(r, NULL);
	render_fact(r, "index", NULL, as_count(index));
	render_fact(r, "selector", NULL,
		as_address(selector_of(index, view.visible ? &d : NULL)));
	render_fact(r, "name", NULL, as_text(name));
	render_fact(r, "visible", NULL, as_truth(view.visible));
	segments_tell_rights(
		r, view.visible ? &d : NULL, view.visible ? "lar-lsl" : NULL);
	render_fact(r, "cpu", NULL,
		counts ? as_count(gdt_cpu_of(view.limit)) : as_null());
	render_fact(r, "node", NULL,
		counts ? as_count(gdt_node_of(view.limit)) : as_null());
	render_close(r);
	say_entry(r, indent, index, name, view.visible ? &d : NULL);
}

void segments_tell_gdt(struct render *r, unsigned indent)
{
	segments_line(r, indent, "GDT");
	render_say(r, STYLE_PLAIN,
		"as Linux lays it out, and what LAR and LSL tell a program:");
	render_array(r, "gdt");
	for (unsigned i = 1; i < GDT_ENTRIES; i++)
		tell_entry(r, indent, i);
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

static void tell_fault(struct render *r, const struct fault *fault)
{
	bool none = fault->number == 0;

	render_fact(r, "signal", NULL,
		none ? as_null() : as_text(signal_name(fault->number)));
}

static void tell_answer(struct render *r, unsigned indent,
	const struct hidden_row *row, const struct hidden_answer *answer)
{
	bool told = answer->done && !answer->fault.number;
	char text[64];

	render_object(r, NULL);
	render_fact(r, "instruction", NULL, as_text(row->name));
	render_fact(
		r, "value", NULL, told ? as_address(answer->value) : as_null());
	render_fact(r, "limit", NULL,
		told && row->table ? as_address(answer->limit) : as_null());
	tell_fault(r, &answer->fault);
	render_close(r);
	segments_line(r, indent, "");
	if (!answer->done)
		snprintf(text, sizeof(text), "not tried");
	else if (answer->fault.number)
		snprintf(text, sizeof(text), "%s",
			signal_name(answer->fault.number));
	else if (row->table)
		snprintf(text, sizeof(text), "base 0x%" PRIx64 ", limit 0x%x",
			answer->value, answer->limit);
	else
		snprintf(text, sizeof(text), "0x%" PRIx64, answer->value);
	render_say(r, STYLE_PLAIN, "%-6s%-37s", row->name, text);
	render_say(r, STYLE_FAINT, "%s", row->what);
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

void segments_tell_hidden(struct render *r, unsigned indent)
{
	struct hidden_answer answers[HIDDEN];
	const char *umip;

	segment_try_hidden(answers);
	umip = umip_of(answers);
	segments_line(r, indent, "UMIP");
	say_umip(r, umip);
	render_fact(r, "umip", NULL, as_text(umip));
	render_array(r, "hidden");
	for (int i = 0; i < HIDDEN; i++)
		tell_answer(r, indent, &rows[i], &answers[i]);
	render_close(r);
}
