/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A walk through the page tables of a file. */
#include <inttypes.h>
#include <string.h>

#include "inspections/translate/translate.h"
#include "models/tables.h"
#include "render/field.h"

enum { PHYSICAL_BITS = 52 };

static struct walk_query query_of(const struct call *call,
	const struct paging *paging, const void *tables)
{
	return (struct walk_query){
		.paging = paging,
		.address = arg(call, ROLE_ADDR),
		.cr3 = arg(call, ROLE_CR3),
		.access = (enum access)arg(call, ROLE_ACCESS),
		.cpl = (unsigned)translate_get(call, &param_cpl, 3),
		.control = translate_get(call, &param_control, CONTROL_DEFAULT),
		.physical_bits = (unsigned)translate_get(
			call, &param_physical_bits, PHYSICAL_BITS),
		.read = tables_find,
		.memory = tables,
	};
}

/* The bits of a present entry that the walk has used, "P R/W U/S A". */
static void say_bits(struct render *r, const struct walk_step *step, bool nx)
{
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

/* An entry as it is shown: what its bits say where they apply. */
struct entry_row {
	struct walk_step step;
	bool present, has_rights, knows_nx, knows_dirty;
	bool writable, user, accessed, dirty, no_execute;
};

#define ENTRY(member) MEMBER(struct entry_row, member)
#define IF(member) IF_HAS(struct entry_row, member)

static const struct field entry_fields[] = {
	{"table", NULL, VALUE_TEXT, ENTRY(step.table)},
	{"index", NULL, VALUE_COUNT, ENTRY(step.index)},
	{"address", NULL, VALUE_ADDRESS, ENTRY(step.at)},
	{"listed", NULL, VALUE_TRUTH, ENTRY(step.listed)},
	{"value", NULL, VALUE_ADDRESS, ENTRY(step.value)},
	{"present", NULL, VALUE_TRUTH, ENTRY(present)},
	{"writable", NULL, VALUE_TRUTH, ENTRY(writable), IF(has_rights)},
	{"user", NULL, VALUE_TRUTH, ENTRY(user), IF(has_rights)},
	{"accessed", NULL, VALUE_TRUTH, ENTRY(accessed), IF(has_rights)},
	{"dirty", NULL, VALUE_TRUTH, ENTRY(dirty), IF(knows_dirty)},
	{"maps_page", NULL, VALUE_TRUTH, ENTRY(step.leaf), IF(present)},
	{"no_execute", NULL, VALUE_TRUTH, ENTRY(no_execute), IF(knows_nx)},
	{"reserved", NULL, VALUE_ADDRESS, ENTRY(step.reserved), IF(present)},
};

static struct entry_row entry_of(const struct walk_step *step, bool nx)
{
	uint64_t v = step->value;
	bool present = v & ENTRY_PRESENT;

	return (struct entry_row){.step = *step,
		.present = present,
		.has_rights = present && step->has_rights,
		.knows_nx = present && step->has_rights && nx,
		.knows_dirty = present && step->leaf,
		.writable = v & ENTRY_WRITE,
		.user = v & ENTRY_USER,
		.accessed = v & ENTRY_ACCESSED,
		.dirty = v & ENTRY_DIRTY,
		.no_execute = v & ENTRY_NX};
}

static void tell_step(struct render *r, unsigned indent,
	const struct walk_step *step, unsigned digits, bool nx)
{
	struct entry_row row = entry_of(step, nx);
	char label[16];

	render_item(r, NULL, FIELDS(entry_fields), &row);
	snprintf(label, sizeof(label), "%s[%u]", step->table, step->index);
	fields_label(r, indent, label);
	render_say(r, STYLE_PLAIN, "at 0x%-9" PRIx64 " 0x%0*" PRIx64, step->at,
		(int)digits, step->value);
	say_bits(r, step, nx);
}

/* The page that the walk has come to, all levels taken together. */
struct page_row {
	struct walk_result result;
	uint64_t size;
};

#define PAGE(member)                                                           \
	MEMBER(struct page_row, member), IF_HAS(struct page_row, result.reached)

static const struct field page_fields[] = {
	{"page_size", "", VALUE_BYTES, PAGE(size)},
	{"user", ", ", VALUE_TRUTH, PAGE(result.user),
		.words = {"kernel", "user"}},
	{"writable", ", ", VALUE_TRUTH, PAGE(result.writable),
		.words = {"read-only", "writable"}},
	{"executable", ", ", VALUE_TRUTH, PAGE(result.executable),
		.words = {"not executable", "executable"}},
	{"accessed", "; ", VALUE_TRUTH, PAGE(result.accessed),
		.words = {"not accessed", "accessed"}},
	{"dirty", ", ", VALUE_TRUTH, PAGE(result.dirty),
		.words = {"not dirty", "dirty"}},
};

static void tell_result(
	struct render *r, unsigned indent, const struct walk_result *w)
{
	struct page_row row = {
		*w, w->reached ? UINT64_C(1) << w->page_shift : 0};

	if (w->reached)
		fields_label(r, indent, "page");
	render_fields(r, FIELDS(page_fields), &row);
	if (!w->reached || w->exception.name)
		return;
	fields_label(r, indent, "physical");
	render_say(r, STYLE_PLAIN, "0x%" PRIx64, w->physical);
}

/* What the walk was asked; -: no bit of CR0, CR4 and EFER is set. */
struct query_row {
	char access[16], control[96], said_control[96];
	uint64_t cr3;
	unsigned cpl, physical_bits;
};

#define QUERY(member) MEMBER(struct query_row, member)

static const struct field query_fields[] = {
	{"access", "", VALUE_TEXT, QUERY(access)},
	{"cpl", ", CPL ", VALUE_COUNT, QUERY(cpl)},
	{"cr3", ", CR3 ", VALUE_ADDRESS, QUERY(cr3)},
	{"control", NULL, VALUE_TEXT, QUERY(control)},
	{NULL, ", ", VALUE_TEXT, QUERY(said_control)},
	{"physical_bits", NULL, VALUE_COUNT, QUERY(physical_bits)},
};

static void tell_query(
	struct render *r, unsigned indent, const struct walk_query *query)
{
	struct query_row row = {.cr3 = query->cr3,
		.cpl = query->cpl,
		.physical_bits = query->physical_bits,
		.said_control = "-"};

	names_format(
		&names_reach, query->access, row.access, sizeof(row.access));
	names_format(&names_control, query->control, row.control,
		sizeof(row.control));
	if (query->control)
		memcpy(row.said_control, row.control, sizeof(row.control));
	fields_label(r, indent, "access");
	render_fields(r, FIELDS(query_fields), &row);
}

void translate_tables(
	struct translation *t, const struct call *call, const void *tables)
{
	const struct paging *paging = paging_of(t->mode);
	struct walk_query *query = &t->walk.query;
	struct walk_result *w = &t->walk.result;

	*query = query_of(call, paging, tables);
	t->walk.done = tables != NULL;
	if (tables)
		walk(query, w);
	t->split = (struct translation_split){.known = true,
		.paging = *paging,
		.address = query->address,
		.shift = w->reached ? w->page_shift : PAGING_OFFSET_BITS};
	t->end = (struct translated){.has_linear = true,
		.linear = query->address,
		.has_physical = w->reached && !w->exception.name,
		.physical = w->physical,
		.exception = w->exception};
}

void translate_tell_walk(
	struct render *r, unsigned indent, const struct translation_walk *walk)
{
	const struct walk_query *query = &walk->query;
	const struct walk_result *w = &walk->result;
	bool nx = query->paging->mode != TRANSLATE_32 &&
		  query->control & CONTROL_NXE;

	if (!walk->done) {
		render_null(r, "walk");
		return;
	}
	render_object(r, "walk");
	tell_query(r, indent, query);
	render_array(r, "entries");
	for (unsigned i = 0; i < w->count; i++)
		tell_step(r, indent, &w->steps[i],
			2 * query->paging->entry_size, nx);
	render_close(r);
	tell_result(r, indent, w);
	render_close(r);
}
