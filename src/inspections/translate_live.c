/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's own translation: mapping, page, frame. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/live_page.h"
#include "inspections/row.h"
#include "inspections/translate.h"
#include "proc/kind.h"
#include "proc/page_tables.h"
#include "render/field.h"

static void say_mapping(const struct translation *t, const struct mapping *m,
	const char *path, uint64_t in)
{
	struct render *r = t->render;

	fields_label(r, t->indent, "mapping");
	render_say(r, STYLE_PLAIN, "%" PRIx64 "-%" PRIx64 "  %s", m->start,
		m->end, m->perms);
	render_words(r, "  ", as_bytes(m->end - m->start));
	render_words(r, "  ",
		path ? as_foreign(path)
		     : as_text(mapping_kind_name(mapping_kind(m))));
	render_line(r, t->indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "0x%" PRIx64 " bytes into it", in);
}

/* Where in the mapping, and in its file, the address lies. */
struct place {
	uint64_t into, offset, page; /* offset, page: of the file */
	bool file;
};

static const struct field place_fields[] = {
	{"into", NULL, VALUE_BYTES, MEMBER(struct place, into)},
	{"file_offset", NULL, VALUE_BYTES, MEMBER(struct place, offset),
		IF_HAS(struct place, file)},
	{"file_page", NULL, VALUE_COUNT, MEMBER(struct place, page),
		IF_HAS(struct place, file)},
};

/* "mapping" */
static void tell_holder(const struct translation *t,
	const struct holder *holder, uint64_t page_size)
{
	struct render *r = t->render;
	const struct mapping *m = &holder->m.mapping;
	uint64_t in = t->call->addr - m->start;
	struct place place = {in, m->offset + in, (m->offset + in) / page_size,
		mapping_is_file(m)};

	render_object(r, "mapping");
	mapping_tell(r, m, holder->path, true);
	render_members(r, FIELDS(place_fields), &place);
	render_close(r);
	say_mapping(t, m, holder->path, in);
	if (place.file)
		render_say(r, STYLE_PLAIN,
			", at 0x%" PRIx64 " of the file (page %" PRIu64 ")",
			place.offset, place.page);
}

static void say_page(const struct translation *t, const struct live_page *p)
{
	struct render *r = t->render;

	fields_label(r, t->indent, "page");
	render_say(r, STYLE_PLAIN, "0x%" PRIx64 "  %s", p->address,
		p->state ? p->state : "not known");
	if (p->state && strcmp(p->state, "zero") == 0)
		render_say(r, STYLE_PLAIN, " (the page of zeros)");
	if (p->size)
		render_words(r, "  ", as_bytes(p->size));
	if (p->entry.present)
		render_say(r, STYLE_PLAIN, "  %s%s",
			p->entry.exclusive ? "mapped here alone"
					   : "may be shared",
			p->entry.file ? "  of a file or shared memory" : "");
	if (p->has_swap)
		render_say(r, STYLE_PLAIN,
			"  area %" PRIu64 ", offset %" PRIu64, p->swap_type,
			p->swap_offset);
}

#define PAGE(member) MEMBER(struct live_page, member)

static const struct field page_fields[] = {
	{"address", NULL, VALUE_ADDRESS, PAGE(address)},
	{"state", NULL, VALUE_TEXT, PAGE(state)},
	{"size", NULL, VALUE_BYTES, PAGE(size), .unless = UNLESS_ZERO},
	{"exclusive", NULL, VALUE_TRUTH, PAGE(entry.exclusive),
		IF_HAS(struct live_page, entry.present)},
	{"file", NULL, VALUE_TRUTH, PAGE(entry.file),
		IF_HAS(struct live_page, entry.present)},
	{"swap_type", NULL, VALUE_COUNT, PAGE(swap_type),
		IF_HAS(struct live_page, has_swap)},
	{"swap_offset", NULL, VALUE_COUNT, PAGE(swap_offset),
		IF_HAS(struct live_page, has_swap)},
};

static void say_frame(const struct translation *t, const struct live_page *p,
	const char *flags)
{
	struct render *r = t->render;

	if (!p->entry.present && !*p->missing)
		return;
	fields_label(r, t->indent, "frame");
	if (p->entry.frame)
		render_say(r, STYLE_PLAIN,
			"0x%" PRIx64 ", physical address 0x%" PRIx64,
			p->entry.frame,
			p->entry.frame * p->own_size +
				(t->call->addr - p->address));
	if (p->has_count)
		render_say(r, STYLE_PLAIN, ", mapped %" PRIu64 " time%s",
			p->count, p->count == 1 ? "" : "s");
	if (p->has_flags) {
		render_line(r, t->indent + FIELDS_COLUMN);
		render_say(r, STYLE_PLAIN, "%s", flags);
	}
	if (*p->missing) {
		if (p->entry.frame)
			render_line(r, t->indent + FIELDS_COLUMN);
		render_say(r, STYLE_FAINT, "not told: %s", p->missing);
	}
}

struct frame_row {
	struct live_page page;
	char flags[512];
};

#define FRAME(member) MEMBER(struct frame_row, member)

static const struct field frame_fields[] = {
	{"number", NULL, VALUE_FRAME, FRAME(page.entry.frame),
		.unless = UNLESS_ZERO},
	{"flags", NULL, VALUE_TEXT, FRAME(flags),
		IF_HAS(struct frame_row, page.has_flags)},
	{"mapped", NULL, VALUE_COUNT, FRAME(page.count),
		IF_HAS(struct frame_row, page.has_count)},
	{"reason", NULL, VALUE_TEXT, FRAME(page.missing)},
};

/* "frame" */
static void tell_frame(const struct translation *t, const struct live_page *p)
{
	struct frame_row row = {.page = *p};

	names_format(&names_frame, p->flags, row.flags, sizeof(row.flags));
	render_item(t->render, "frame", FIELDS(frame_fields), &row);
	say_frame(t, p, row.flags);
}

/* The paging that process PID has on this machine; false: it is not known. */
static bool paging_here(pid_t pid, struct paging *paging)
{
	struct address_space space = read_address_space();
	struct page_tables tables;

	return read_page_tables(pid, &space, &tables) &&
	       paging_of_machine(&tables, space.kernel_start, paging);
}

static void tell_split(const struct translation *t, uint64_t page_size)
{
	struct paging paging;
	unsigned shift = 0;

	if (!paging_here(look_process(t->look), &paging)) {
		render_null(t->render, "split");
		fields_label(t->render, t->indent, "linear");
		render_say(t->render, STYLE_PLAIN, "0x%" PRIx64, t->call->addr);
		return;
	}
	while (page_size >> shift > 1)
		shift++;
	translate_tell_split(t, &paging, t->call->addr, shift);
}

static void tell_no_parts(const struct translation *t)
{
	render_null(t->render, "mapping");
	render_null(t->render, "page");
	render_null(t->render, "frame");
}

bool translate_live(const struct translation *t, struct translated *translated,
	struct failure *failure)
{
	const struct call *call = t->call;
	pid_t pid = look_process(t->look);
	struct holder holder;
	struct live_page page;

	if (!holder_find(pid, call->addr, &holder, failure)) {
		/* A place in what cannot be looked at has no address. */
		translated->has_linear = failure->error == EFAULT;
		if (translated->has_linear)
			tell_split(t, call->page_size);
		else
			render_null(t->render, "split");
		tell_no_parts(t);
		holder_free(&holder);
		return false;
	}
	live_page_look(pid, call->addr, &holder.m, &page);
	tell_split(t, page.size ? page.size : call->page_size);
	tell_holder(t, &holder, call->page_size);
	render_item(t->render, "page", FIELDS(page_fields), &page);
	say_page(t, &page);
	tell_frame(t, &page);
	holder_free(&holder);
	translated->has_physical = page.entry.frame != 0;
	translated->physical =
		page.entry.frame * page.own_size + (call->addr - page.address);
	return true;
}
