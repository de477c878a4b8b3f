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

/* "mapping", and where in it, and in its file, the address lies. */
static void tell_holder(const struct translation *t,
	const struct holder *holder, uint64_t page_size)
{
	struct render *r = t->render;
	const struct mapping *m = &holder->m.mapping;
	uint64_t in = t->call->addr - m->start;
	bool file = mapping_is_file(m);

	render_object(r, "mapping");
	mapping_tell(r, m, holder->path, true);
	render_fact(r, "into", NULL, as_bytes(in));
	render_fact(r, "file_offset", NULL,
		file ? as_bytes(m->offset + in) : as_null());
	render_fact(r, "file_page", NULL,
		file ? as_count((m->offset + in) / page_size) : as_null());
	render_close(r);
	say_mapping(t, m, holder->path, in);
	if (file)
		render_say(r, STYLE_PLAIN,
			", at 0x%" PRIx64 " of the file (page %" PRIu64 ")",
			m->offset + in, (m->offset + in) / page_size);
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

/* "page" */
static void tell_page(const struct translation *t, const struct live_page *p)
{
	struct render *r = t->render;
	bool present = p->has_entry && p->entry.present;

	render_object(r, "page");
	render_fact(r, "address", NULL, as_address(p->address));
	render_fact(r, "state", NULL, as_text(p->state));
	render_fact(r, "size", NULL, p->size ? as_bytes(p->size) : as_null());
	render_fact(r, "exclusive", NULL,
		present ? as_truth(p->entry.exclusive) : as_null());
	render_fact(
		r, "file", NULL, present ? as_truth(p->entry.file) : as_null());
	render_fact(r, "swap_type", NULL,
		p->has_swap ? as_count(p->swap_type) : as_null());
	render_fact(r, "swap_offset", NULL,
		p->has_swap ? as_count(p->swap_offset) : as_null());
	render_close(r);
	say_page(t, p);
}

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

/* "frame" */
static void tell_frame(const struct translation *t, const struct live_page *p)
{
	struct render *r = t->render;
	char flags[512];

	names_format(&names_frame, p->flags, flags, sizeof(flags));
	render_object(r, "frame");
	render_fact(r, "number", NULL,
		p->entry.frame ? as_count(p->entry.frame) : as_null());
	render_fact(r, "flags", NULL, as_text(p->has_flags ? flags : NULL));
	render_fact(r, "mapped", NULL,
		p->has_count ? as_count(p->count) : as_null());
	render_fact(r, "reason", NULL,
		*p->missing ? as_text(p->missing) : as_null());
	render_close(r);
	say_frame(t, p, flags);
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
	tell_page(t, &page);
	tell_frame(t, &page);
	holder_free(&holder);
	translated->has_physical = page.entry.frame != 0;
	translated->physical =
		page.entry.frame * page.own_size + (call->addr - page.address);
	return true;
}
