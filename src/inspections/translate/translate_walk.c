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

/* The bits of a present entry that the walk used, "P R/W U/S A". */
static void text_bits(struct render *r, const struct walk_step *step, bool nx)
{
	uint64_t v = step->value;

	if (!(v & ENTRY_PRESENT)) {
		render_printf(r, STYLE_BAD, "  %s",
			step->listed ? "not present"
				     : "not listed, so not present");
		return;
	}
	render_printf(r, STYLE_PLAIN, "  P%s%s%s%s%s%s",
		v & ENTRY_WRITE ? " R/W" : "", v & ENTRY_USER ? " U/S" : "",
		v & ENTRY_ACCESSED ? " A" : "",
		step->leaf && v & ENTRY_DIRTY ? " D" : "",
		step->large ? " PS" : "", nx && v & ENTRY_NX ? " XD" : "");
	if (step->reserved)
		render_printf(
			r, STYLE_BAD, "  reserved: 0x%" PRIx64, step->reserved);
}

/* An entry as printed, with the bits that apply. */
struct entry_row {
	struct walk_step step;
	bool present, has_rights, knows_nx, knows_dirty;
	bool writable, user, accessed, dirty, no_execute;
};

#define ENTRY(member) MEMBER(struct entry_row, member)
#define IF(member) IF_HAS(struct entry_row, member)

static const struct field entry_fields[] = {
	{"table", JSON_ONLY, VALUE_TEXT, ENTRY(step.table)},
	{"index", JSON_ONLY, VALUE_COUNT, ENTRY(step.index)},
	{"address", JSON_ONLY, VALUE_ADDRESS, ENTRY(step.at)},
	{"listed", JSON_ONLY, VALUE_TRUTH, ENTRY(step.listed)},
	{"value", JSON_ONLY, VALUE_ADDRESS, ENTRY(step.value)},
	{"present", JSON_ONLY, VALUE_TRUTH, ENTRY(present)},
	{"writable", JSON_ONLY, VALUE_TRUTH, ENTRY(writable), IF(has_rights)},
	{"user", JSON_ONLY, VALUE_TRUTH, ENTRY(user), IF(has_rights)},
	{"accessed", JSON_ONLY, VALUE_TRUTH, ENTRY(accessed), IF(has_rights)},
	{"dirty", JSON_ONLY, VALUE_TRUTH, ENTRY(dirty), IF(knows_dirty)},
	{"maps_page", JSON_ONLY, VALUE_TRUTH, ENTRY(step.leaf), IF(present)},
	{"no_execute", JSON_ONLY, VALUE_TRUTH, ENTRY(no_execute), IF(knows_nx)},
	{"reserved", JSON_ONLY, VALUE_ADDRESS, ENTRY(step.reserved),
		IF(present)},
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

static void print_step(struct render *r, unsigned indent,
	const struct walk_step *step, unsigned digits, bool nx)
{
	struct entry_row row = entry_of(step, nx);
	char label[16];

	render_item(r, NULL, FIELDS(entry_fields), &row);
	snprintf(label, sizeof(label), "%s[%u]", step->table, step->index);
	fields_label(r, indent, label);
	render_printf(r, STYLE_PLAIN, "at 0x%-9" PRIx64 " 0x%0*" PRIx64,
		step->at, (int)digits, step->value);
	text_bits(r, step, nx);
}

/* The page that the walk reached, with the combined rights of all levels. */
struct walked_page_row {
	struct walk_result result;
	uint64_t size;
};

#define PAGE(member)                                                           \
	MEMBER(struct walked_page_row, member),                                \
		IF_HAS(struct walked_page_row, result.reached)

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

static void print_result(
	struct render *r, unsigned indent, const struct walk_result *result)
{
	struct walked_page_row row = {*result,
		result->reached ? UINT64_C(1) << result->page_shift : 0};

	if (result->reached)
		fields_label(r, indent, "page");
	render_fields(r, FIELDS(page_fields), &row);
	if (!result->reached || result->exception.name)
		return;
	fields_label(r, indent, "physical");
	render_printf(r, STYLE_PLAIN, "0x%" PRIx64, result->physical);
}

/* The walk's input; -: no bit of CR0, CR4 and EFER is set. */
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
	{"control", JSON_ONLY, VALUE_TEXT, QUERY(control)},
	{TEXT_ONLY, ", ", VALUE_TEXT, QUERY(said_control)},
	{"physical_bits", JSON_ONLY, VALUE_COUNT, QUERY(physical_bits)},
};

static void print_query(
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

void translate_tables(struct translation *translation, const struct call *call,
	const void *tables)
{
	const struct paging *paging = paging_of(translation->mode);
	struct walk_query *query = &translation->walk.query;
	struct walk_result *result = &translation->walk.result;

	*query = query_of(call, paging, tables);
	translation->walk.done = tables != NULL;
	if (tables)
		walk(query, result);
	translation->split = (struct translation_split){.known = true,
		.paging = *paging,
		.address = query->address,
		.shift = result->reached ? result->page_shift
					 : PAGING_OFFSET_BITS};
	translation->end = (struct translated){.has_linear = true,
		.linear = query->address,
		.has_physical = result->reached && !result->exception.name,
		.physical = result->physical,
		.exception = result->exception};
}

void translate_print_walk(
	struct render *r, unsigned indent, const struct translation_walk *walk)
{
	const struct walk_query *query = &walk->query;
	const struct walk_result *result = &walk->result;
	bool nx = query->paging->mode != TRANSLATE_32 &&
		  query->control & CONTROL_NXE;

	if (!walk->done) {
		render_null(r, "walk");
		return;
	}
	render_object(r, "walk");
	print_query(r, indent, query);
	render_array(r, "entries");
	for (unsigned i = 0; i < result->count; i++)
		print_step(r, indent, &result->steps[i],
			2 * query->paging->entry_size, nx);
	render_close(r);
	print_result(r, indent, result);
	render_close(r);
}
