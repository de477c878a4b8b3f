/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's own translation: mapping, page, frame. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/maps/mapping_row.h"
#include "inspections/translate/translate.h"
#include "proc/mapping_kind.h"
#include "proc/page_tables.h"
#include "render/field.h"

/* The address's offset in the mapping and in its file. */
struct live_place {
	char range[48];
	const char *perms, *name;
	uint64_t size, into, offset, page; /* offset, page: of the file */
	bool file;
};

#define PLACE(member) MEMBER(struct live_place, member)
#define IF_FILE IF_HAS(struct live_place, file)

static const struct field mapping_fields[] = {
	{TEXT_ONLY, "", VALUE_TEXT, PLACE(range)},
	{TEXT_ONLY, "  ", VALUE_TEXT, PLACE(perms)},
	{TEXT_ONLY, "  ", VALUE_BYTES, PLACE(size)},
	{TEXT_ONLY, "  ", VALUE_FOREIGN, PLACE(name)},
};

static const struct field place_fields[] = {
	{"into", JSON_ONLY, VALUE_BYTES, PLACE(into)},
	{"file_offset", JSON_ONLY, VALUE_BYTES, PLACE(offset), IF_FILE},
	{"file_page", JSON_ONLY, VALUE_COUNT, PLACE(page), IF_FILE},
};

static void text_mapping(
	struct render *r, unsigned indent, const struct live_place *place)
{
	fields_label(r, indent, "mapping");
	render_fields(r, FIELDS(mapping_fields), place);
	render_line(r, indent + FIELDS_COLUMN);
	render_printf(
		r, STYLE_PLAIN, "0x%" PRIx64 " bytes into it", place->into);
	if (place->file)
		render_printf(r, STYLE_PLAIN,
			", at 0x%" PRIx64 " of the file (page %" PRIu64 ")",
			place->offset, place->page);
}

/* "mapping" */
static void print_holder(struct render *r, unsigned indent,
	const struct holder *holder, uint64_t address, uint64_t page_size)
{
	const struct mapping *m = &holder->m.mapping;
	uint64_t in = address - m->start;
	struct live_place place = {.perms = m->perms,
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
	mapping_print(r, m, holder->path, true);
	render_members(r, FIELDS(place_fields), &place);
	render_close(r);
	text_mapping(r, indent, &place);
}

struct live_page_row {
	struct live_page page;
	const char *state, *shared; /* words for text */
};

#define PAGE(member) MEMBER(struct live_page_row, member)

static const struct field page_fields[] = {
	{"address", "", VALUE_ADDRESS, PAGE(page.address)},
	{"state", JSON_ONLY, VALUE_TEXT, PAGE(page.state)},
	{TEXT_ONLY, "  ", VALUE_TEXT, PAGE(state)},
	{"size", "  ", VALUE_BYTES, PAGE(page.size), .unless = UNLESS_ZERO},
	{"exclusive", JSON_ONLY, VALUE_TRUTH, PAGE(page.entry.exclusive),
		IF_HAS(struct live_page_row, page.entry.present)},
	{TEXT_ONLY, "  ", VALUE_TEXT, PAGE(shared)},
	{"file", JSON_ONLY, VALUE_TRUTH, PAGE(page.entry.file),
		IF_HAS(struct live_page_row, page.entry.present)},
	{"swap_type", "  area ", VALUE_COUNT, PAGE(page.swap_type),
		IF_HAS(struct live_page_row, page.has_swap)},
	{"swap_offset", ", offset ", VALUE_COUNT, PAGE(page.swap_offset),
		IF_HAS(struct live_page_row, page.has_swap)},
};

static const char *words_of_state(const char *state)
{
	if (!state)
		return "unknown";
	return strcmp(state, "zero") == 0 ? "zero (the zero page)" : state;
}

/* "page" */
static void print_page(
	struct render *r, unsigned indent, const struct live_page *page)
{
	struct live_page_row row = {
		.page = *page, .state = words_of_state(page->state)};

	if (page->entry.present)
		row.shared = page->entry.exclusive ? "mapped only here"
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
	{TEXT_ONLY, ", physical address ", VALUE_ADDRESS, FRAME(physical),
		.unless = UNLESS_ZERO},
	{"mapped", ", mapped ", VALUE_COUNT, FRAME(page.count),
		IF_HAS(struct frame_row, page.has_count), .noun = "time"},
	{"reason", JSON_ONLY, VALUE_TEXT, FRAME(page.missing)},
};

static const struct field flags_fields[] = {
	{"flags", "", VALUE_TEXT, FRAME(flags),
		IF_HAS(struct frame_row, page.has_flags)},
};

/* The physical address; 0: unknown frame. */
static uint64_t physical_of(const struct live_page *page, uint64_t address)
{
	if (!page->entry.frame)
		return 0;
	return page->entry.frame * page->own_size + (address - page->address);
}

/* "frame" */
static void print_frame(struct render *r, unsigned indent,
	const struct live_page *page, uint64_t address)
{
	struct frame_row row = {
		.page = *page, .physical = physical_of(page, address)};

	names_format(&names_frame, page->flags, row.flags, sizeof(row.flags));
	render_object(r, "frame");
	if (page->entry.present || *page->missing)
		fields_label(r, indent, "frame");
	render_fields(r, FIELDS(frame_fields), &row);
	if (page->has_flags)
		render_line(r, indent + FIELDS_COLUMN);
	render_fields(r, FIELDS(flags_fields), &row);
	if (*page->missing && page->entry.frame)
		render_line(r, indent + FIELDS_COLUMN);
	if (*page->missing)
		render_printf(r, STYLE_FAINT, "unknown: %s", page->missing);
	render_close(r);
}

/* The paging of process PID on this machine; false: unknown. */
static bool paging_here(pid_t pid, struct paging *paging)
{
	struct address_space space = read_address_space();
	struct page_tables tables;

	return read_page_tables(pid, &space, &tables) &&
	       paging_of_machine(&tables, space.kernel_start, paging);
}

static void read_split(
	struct translation *translation, uint64_t address, uint64_t page_size)
{
	struct translation_split *split = &translation->split;

	split->address = address;
	split->known = paging_here(translation->live.pid, &split->paging);
	while (page_size >> split->shift > 1)
		split->shift++;
	translation->live.has_split = true;
}

bool translate_live(struct translation *translation, const struct look *look,
	struct reason *reason)
{
	const struct call *call = look->call;
	struct translation_live *live = &translation->live;
	uint64_t address = arg(call, ROLE_ADDR);

	live->pid = look_process(look);
	translation->end.linear = address;
	live->found = holder_find(live->pid, address, &live->holder, reason);
	/*
	 * A place such as "stack" has no address if the process is unreadable.
	 */
	translation->end.has_linear = live->found || reason->error == EFAULT;
	if (!live->found) {
		if (translation->end.has_linear)
			read_split(translation, address, call->page_size);
		return false;
	}
	live_page_look(live->pid, address, &live->holder.m, &live->page);
	read_split(translation, address,
		live->page.size ? live->page.size : call->page_size);
	translation->end.has_physical = live->page.entry.frame != 0;
	translation->end.physical = physical_of(&live->page, address);
	return true;
}

void translate_print_live(struct render *r, unsigned indent,
	const struct translation_live *live, uint64_t address)
{
	if (!live->found) {
		render_null(r, "mapping");
		render_null(r, "page");
		render_null(r, "frame");
		return;
	}
	print_holder(r, indent, &live->holder, address, live->page.own_size);
	print_page(r, indent, &live->page);
	print_frame(r, indent, &live->page, address);
}
