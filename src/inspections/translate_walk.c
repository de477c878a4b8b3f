/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A walk through the page tables of a file. */
#include <inttypes.h>

#include "inspections/translate.h"
#include "models/tables.h"
#include "models/walk.h"

enum { PHYSICAL_BITS = 52 };

static struct walk_query query_of(
	const struct translation *t, const struct paging *paging)
{
	const struct call *call = t->call;

	return (struct walk_query){
		.paging = paging,
		.address = call->addr,
		.cr3 = call->cr3,
		.access = (enum access)call->access,
		.cpl = (unsigned)translate_get(call, &param_cpl, 3),
		.control = translate_get(call, &param_control, CONTROL_DEFAULT),
		.physical_bits = (unsigned)translate_get(
			call, &param_physical_bits, PHYSICAL_BITS),
		.read = tables_find,
		.memory = t->look->read,
	};
}

/* The bits of a present entry that the walk has used, "P R/W U/S A". */
static void say_bits(
	const struct translation *t, const struct walk_step *step, bool nx)
{
	struct render *r = t->render;
	uint64_t v = step->value;

	if (!(v & ENTRY_PRESENT)) {
		render_say(r, STYLE_BAD, "  %s",
			step->listed ? "not present"
				     : "not listed, so not present");
		return;
	}
	render_say(r, STYLE_PLAIN, "  P%s%s%s%s%s%s",
		v & ENTRY_WRITE ? " R/W" : "", v & ENTRY_USER ? " U/S" : "",
		v & ENTRY_ACCESSED ? " A" : "",
		step->leaf && v & ENTRY_DIRTY ? " D" : "",
		step->large ? " PS" : "", nx && v & ENTRY_NX ? " XD" : "");
	if (step->reserved)
		render_say(
			r, STYLE_BAD, "  reserved: 0x%" PRIx64, step->reserved);
}

static void tell_bits(struct render *r, const struct walk_step *step, bool nx)
{
	static const struct {
		const char *key;
		uint64_t bit;
	} bits[] = {{"writable", ENTRY_WRITE}, {"user", ENTRY_USER},
		{"accessed", ENTRY_ACCESSED}};
	bool present = step->value & ENTRY_PRESENT;

	render_fact(r, "present", NULL, as_truth(present));
	for (int i = 0; i < 3; i++)
		render_fact(r, bits[i].key, NULL,
			present && step->has_rights
				? as_truth(step->value & bits[i].bit)
				: as_null());
	render_fact(r, "dirty", NULL,
		present && step->leaf ? as_truth(step->value & ENTRY_DIRTY)
				      : as_null());
	render_fact(r, "maps_page", NULL,
		present ? as_truth(step->leaf) : as_null());
	render_fact(r, "no_execute", NULL,
		present && step->has_rights && nx
			? as_truth(step->value & ENTRY_NX)
			: as_null());
	render_fact(r, "reserved", NULL,
		present ? as_address(step->reserved) : as_null());
}

static void tell_step(const struct translation *t, const struct walk_step *step,
	unsigned digits, bool nx)
{
	struct render *r = t->render;
	char label[16];

	render_object(r, NULL);
	render_fact(r, "table", NULL, as_text(step->table));
	render_fact(r, "index", NULL, as_count(step->index));
	render_fact(r, "address", NULL, as_address(step->at));
	render_fact(r, "listed", NULL, as_truth(step->listed));
	render_fact(r, "value", NULL, as_address(step->value));
	tell_bits(r, step, nx);
	render_close(r);
	snprintf(label, sizeof(label), "%s[%u]", step->table, step->index);
	fields_label(r, t->indent, label);
	render_say(r, STYLE_PLAIN, "at 0x%-9" PRIx64 " 0x%0*" PRIx64, step->at,
		(int)digits, step->value);
	say_bits(t, step, nx);
}

static struct value if_reached(const struct walk_result *w, bool truth)
{
	return w->reached ? as_truth(truth) : as_null();
}

static void tell_result(
	const struct translation *t, const struct walk_result *w)
{
	struct render *r = t->render;

	render_fact(r, "page_size", NULL,
		w->reached ? as_bytes(UINT64_C(1) << w->page_shift)
			   : as_null());
	render_fact(r, "user", NULL, if_reached(w, w->user));
	render_fact(r, "writable", NULL, if_reached(w, w->writable));
	render_fact(r, "executable", NULL, if_reached(w, w->executable));
	render_fact(r, "accessed", NULL, if_reached(w, w->accessed));
	render_fact(r, "dirty", NULL, if_reached(w, w->dirty));
	if (!w->reached)
		return;
	fields_label(r, t->indent, "page");
	render_words(r, "", as_bytes(UINT64_C(1) << w->page_shift));
	render_say(r, STYLE_PLAIN, ", %s, %s, %s; %s, %s",
		w->user ? "user" : "kernel",
		w->writable ? "writable" : "read-only",
		w->executable ? "executable" : "not executable",
		w->accessed ? "accessed" : "not accessed",
		w->dirty ? "dirty" : "not dirty");
	if (w->exception.name)
		return;
	fields_label(r, t->indent, "physical");
	render_say(r, STYLE_PLAIN, "0x%" PRIx64, w->physical);
}

static void tell_query(
	const struct translation *t, const struct walk_query *query)
{
	struct render *r = t->render;
	char access[16], control[96];

	names_format(&names_reach, query->access, access, sizeof(access));
	names_format(&names_control, query->control, control, sizeof(control));
	render_fact(r, "cr3", NULL, as_address(query->cr3));
	render_fact(r, "access", NULL, as_text(access));
	render_fact(r, "cpl", NULL, as_count(query->cpl));
	render_fact(r, "control", NULL, as_text(control));
	render_fact(r, "physical_bits", NULL, as_count(query->physical_bits));
	fields_label(r, t->indent, "access");
	render_say(r, STYLE_PLAIN, "%s, CPL %u, CR3 0x%" PRIx64 ", %s", access,
		query->cpl, query->cr3, query->control ? control : "-");
}

static struct translated tell_walk(const struct translation *t,
	const struct walk_query *query, const struct walk_result *w)
{
	struct render *r = t->render;
	bool nx = query->paging->mode != TRANSLATE_32 &&
		  query->control & CONTROL_NXE;

	render_object(r, "walk");
	tell_query(t, query);
	render_array(r, "entries");
	for (unsigned i = 0; i < w->count; i++)
		tell_step(t, &w->steps[i], 2 * query->paging->entry_size, nx);
	render_close(r);
	tell_result(t, w);
	render_close(r);
	return (struct translated){.has_linear = true,
		.linear = query->address,
		.has_physical = w->reached && !w->exception.name,
		.physical = w->physical,
		.exception = w->exception};
}

struct translated translate_tables(const struct translation *t)
{
	const struct paging *paging =
		paging_of((enum translate_mode)t->call->mode);
	struct walk_query query = query_of(t, paging);
	struct walk_result w = {0};

	if (t->look->read)
		walk(&query, &w);
	translate_tell_split(t, paging, query.address,
		w.reached ? w.page_shift : PAGING_OFFSET_BITS);
	if (t->look->read)
		return tell_walk(t, &query, &w);
	render_null(t->render, "walk");
	return (struct translated){.has_linear = true, .linear = query.address};
}
