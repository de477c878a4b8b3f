/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's own translation: mapping, page, frame. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/row.h"
#include "inspections/translate/translate.h"
#include "proc/mapping_kind.h"
#include "proc/page_tables.h"
#include "render/field.h"

/* Where in the mapping, and in its file, the address lies. */
struct place {
	char range[48];
	const char *perms, *name;
	uint64_t size, into, offset, page; /* offset, page: of the file */
	bool file;
};

#define PLACE(member) MEMBER(struct place, member)
#define IF_FILE IF_HAS(struct place, file)

static const struct field mapping_fields[] = {
	{NULL, "", VALUE_TEXT, PLACE(range)},
	{NULL, "  ", VALUE_TEXT, PLACE(perms)},
	{NULL, "  ", VALUE_BYTES, PLACE(size)},
	{NULL, "  ", VALUE_FOREIGN, PLACE(name)},
};

static const struct field place_fields[] = {
	{"into", NULL, VALUE_BYTES, PLACE(into)},
	{"file_offset", NULL, VALUE_BYTES, PLACE(offset), IF_FILE},
	{"file_page", NULL, VALUE_COUNT, PLACE(page), IF_FILE},
};

static void say_mapping(
	struct render *r, unsigned indent, const struct place *place)
{
	fields_label(r, indent, "mapping");
	render_fields(r, FIELDS(mapping_fields), place);
	render_line(r, indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "0x%" PRIx64 " bytes into it", place->into);
	if (place->file)
		render_say(r, STYLE_PLAIN,
			", at 0x%" PRIx64 " of the file (page %" PRIu64 ")",
			place->offset, place->page);
}

/* "mapping" */
static void tell_holder(struct render *r, unsigned indent,
	const struct holder *holder, uint64_t address, uint64_t page_size)
{
	const struct mapping *m = &holder->m.mapping;
	uint64_t in = address - m->start;
	struct place place = {.perms = m->perms,
		.name = holder->path ? holder->path
				     : mapping_kind_name(mapping_kind(m)),
		.size = m->end - m->start,
		.into = in,
		.offset = m->offset + in,
		.page = (m->offset + in) / page_size,
		.file = mapping_is_file(m)};

	snprintf(place.range, sizeof(place.range), "%" PRIx64 "-%" PRIx64,
		m->start, m->end);
	render_object(r, "mapping");
	mapping_tell(r, m, holder->path, true);
	render_members(r, FIELDS(place_fields), &place);
	render_close(r);
	say_mapping(r, indent, &place);
}

struct page_row {
	struct live_page page;
	const char *state, *shared; /* words for text */
};

#define PAGE(member) MEMBER(struct page_row, member)

static const struct field page_fields[] = {
	{"address", "", VALUE_ADDRESS, PAGE(page.address)},
	{"state", NULL, VALUE_TEXT, PAGE(page.state)},
	{NULL, "  ", VALUE_TEXT, PAGE(state)},
	{"size", "  ", VALUE_BYTES, PAGE(page.size), .unless = UNLESS_ZERO},
	{"exclusive", NULL, VALUE_TRUTH, PAGE(page.entry.exclusive),
		IF_HAS(struct page_row, page.entry.present)},
	{NULL, "  ", VALUE_TEXT, PAGE(shared)},
	{"file", NULL, VALUE_TRUTH, PAGE(page.entry.file),
		IF_HAS(struct page_row, page.entry.present)},
	{"swap_type", "  area ", VALUE_COUNT, PAGE(page.swap_type),
		IF_HAS(struct page_row, page.has_swap)},
	{"swap_offset", ", offset ", VALUE_COUNT, PAGE(page.swap_offset),
		IF_HAS(struct page_row, page.has_swap)},
};

static const char *words_of_state(const char *state)
{
	if (!state)
		return "not known";
	return strcmp(state, "zero") == 0 ? "zero (the page of zeros)" : state;
}

/* "page" */
static void tell_page(
	struct render *r, unsigned indent, const struct live_page *p)
{
	struct page_row row = {.page = *p, .state = words_of_state(p->state)};

	if (p->entry.present)
		row.shared = p->entry.exclusive ? "mapped here alone"
						: "may be shared";
	render_object(r, "page");
	fields_label(r, indent, "page");
	render_fields(r, FIELDS(page_fields), &row);
	render_close(r);
}

struct frame_row {
	struct live_page page;
	uint64_t physical; /* of the address */
	char flags[512];
};

#define FRAME(member) MEMBER(struct frame_row, member)

static const struct field frame_fields[] = {
	{"number", "", VALUE_FRAME, FRAME(page.entry.frame),
		.unless = UNLESS_ZERO},
	{NULL, ", physical address ", VALUE_ADDRESS, FRAME(physical),
		.unless = UNLESS_ZERO},
	{"mapped", ", mapped ", VALUE_COUNT, FRAME(page.count),
		IF_HAS(struct frame_row, page.has_count), .noun = "time"},
	{"reason", NULL, VALUE_TEXT, FRAME(page.missing)},
};

static const struct field flags_fields[] = {
	{"flags", "", VALUE_TEXT, FRAME(flags),
		IF_HAS(struct frame_row, page.has_flags)},
};

/* The physical address; 0: its frame is not known. */
static uint64_t physical_of(const struct live_page *p, uint64_t address)
{
	if (!p->entry.frame)
		return 0;
	return p->entry.frame * p->own_size + (address - p->address);
}

/* "frame" */
static void tell_frame(struct render *r, unsigned indent,
	const struct live_page *p, uint64_t address)
{
	struct frame_row row = {
		.page = *p, .physical = physical_of(p, address)};

	names_format(&names_frame, p->flags, row.flags, sizeof(row.flags));
	render_object(r, "frame");
	if (p->entry.present || *p->missing)
		fields_label(r, indent, "frame");
	render_fields(r, FIELDS(frame_fields), &row);
	if (p->has_flags)
		render_line(r, indent + FIELDS_COLUMN);
	render_fields(r, FIELDS(flags_fields), &row);
	if (*p->missing && p->entry.frame)
		render_line(r, indent + FIELDS_COLUMN);
	if (*p->missing)
		render_say(r, STYLE_FAINT, "not told: %s", p->missing);
	render_close(r);
}

/* The paging that process PID has on this machine; false: it is not known. */
static bool paging_here(pid_t pid, struct paging *paging)
{
	struct address_space space = read_address_space();
	struct page_tables tables;

	return read_page_tables(pid, &space, &tables) &&
	       paging_of_machine(&tables, space.kernel_start, paging);
}

static void read_split(
	struct translation *t, uint64_t address, uint64_t page_size)
{
	struct translation_split *split = &t->split;

	split->address = address;
	split->known = paging_here(t->live.pid, &split->paging);
	while (page_size >> split->shift > 1)
		split->shift++;
	t->live.has_split = true;
}

bool translate_live(
	struct translation *t, const struct look *look, struct reason *reason)
{
	const struct call *call = look->call;
	struct translation_live *live = &t->live;
	uint64_t address = arg(call, ROLE_ADDR);

	live->pid = look_process(look);
	t->end.linear = address;
	live->found = holder_find(live->pid, address, &live->holder, reason);
	/* A place in what cannot be looked at has no address. */
	t->end.has_linear = live->found || reason->error == EFAULT;
	if (!live->found) {
		if (t->end.has_linear)
			read_split(t, address, call->page_size);
		return false;
	}
	live_page_look(live->pid, address, &live->holder.m, &live->page);
	read_split(t, address,
		live->page.size ? live->page.size : call->page_size);
	t->end.has_physical = live->page.entry.frame != 0;
	t->end.physical = physical_of(&live->page, address);
	return true;
}

void translate_tell_live(struct render *r, unsigned indent,
	const struct translation_live *live, uint64_t address)
{
	if (!live->found) {
		render_null(r, "mapping");
		render_null(r, "page");
		render_null(r, "frame");
		return;
	}
	tell_holder(r, indent, &live->holder, address, live->page.own_size);
	tell_page(r, indent, &live->page);
	tell_frame(r, indent, &live->page, address);
}
