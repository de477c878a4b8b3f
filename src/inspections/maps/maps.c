/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/layout/picture.h"
#include "inspections/maps/gaps.h"
#include "inspections/maps/mapping_row.h"
#include "inspections/maps/mapping_source.h"
#include "proc/mapping_kind.h"
#include "words/program.h"
#include "words/traits.h"

/* The selection, and the mappings as they are read. */
struct maps_view {
	pid_t pid;
	uint64_t only;  /* of enum trait; 0: all */
	bool somewhere; /* only the mapping that holds .address */
	uint64_t address;
	bool detail, draw;
	bool open; /* .source is open */
	struct source source;
	struct picture picture; /* if .draw is set */
};

/* The neighbours of an unmapped address. */
struct neighbours {
	bool before, behind, holder;
	uint64_t end;   /* of the mapping before it */
	uint64_t start; /* of the one after it */
};

/* Whether M holds the address; if not, note on which side M is. */
static bool holds(const struct mapping *m, uint64_t address,
	struct neighbours *neighbours)
{
	if (address >= m->end) {
		neighbours->before = true;
		neighbours->end = m->end;
		return false;
	}
	if (address >= m->start)
		return neighbours->holder = true;
	if (!neighbours->behind) {
		neighbours->behind = true;
		neighbours->start = m->start;
	}
	return false;
}

static bool not_mapped(
	uint64_t address, const struct neighbours *near, struct reason *reason)
{
	if (!near->before)
		return reason_set(reason, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the first mapping begins at 0x%" PRIx64,
			address, near->start);
	if (!near->behind)
		return reason_set(reason, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the last mapping ends at 0x%" PRIx64,
			address, near->end);
	return reason_set(reason, EFAULT,
		"nothing is mapped at 0x%" PRIx64
		"; it is in a gap from 0x%" PRIx64 " to 0x%" PRIx64,
		address, near->end, near->start);
}

/* Print all selected mappings.  False: not all were readable. */
static bool print_mappings(struct maps_view *view,
	struct neighbours *neighbours, struct rows *rows, struct reason *reason)
{
	struct smaps_mapping m;

	while (source_next(&view->source, &m)) {
		bool shown = !view->only || (mapping_traits(&m) & view->only);

		if (view->somewhere)
			shown &= holds(&m.mapping, view->address, neighbours);
		if (view->draw)
			picture_add(&view->picture, &m.mapping, shown);
		if (shown && !rows_print(rows, &m))
			return reason_set(reason, ENOMEM, "%s is out of memory",
				program_name());
		if (neighbours->holder && !view->draw)
			return true; /* skip the rest */
	}
	return source_complete(&view->source, reason);
}

static void print_nothing(struct render *r)
{
	render_null(r, "mappings");
	render_null(r, "gaps");
	render_null(r, "totals");
}

/* For a complete list: the picture, the gaps and the totals. */
static bool print_rest(const struct maps_view *view, bool found,
	struct rows *rows, struct reason *reason)
{
	struct render *r = rows->render;
	bool good = true;

	if (view->draw) {
		picture_draw(&view->picture, r, rows->indent);
		good = gaps_print(r, view->pid, reason);
	} else {
		render_null(r, "gaps");
	}
	rows_print_totals(rows, found);
	return good;
}

static bool print_all(
	struct maps_view *view, struct rows *rows, struct reason *reason)
{
	struct neighbours neighbours = {0};
	bool whole, found;

	render_rows(rows->render, "mappings");
	whole = print_mappings(view, &neighbours, rows, reason);
	render_close(rows->render);
	if (!whole) {
		render_null(rows->render, "gaps");
		render_null(rows->render, "totals");
		return false;
	}
	found = !view->somewhere || neighbours.holder;
	if (!print_rest(view, found, rows, reason))
		return false;
	return found || not_mapped(view->address, &neighbours, reason);
}

/* Read the first mapping, to see if any is readable. */
static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct maps_view *view = seen;
	bool smaps;

	view->pid = look_process(look);
	view->only = arg(call, ROLE_ONLY);
	view->somewhere =
		command_given(call->command, call->given, param_address.name);
	view->address = arg(call, ROLE_ADDR);
	view->detail = arg(call, ROLE_DETAIL);
	view->draw = arg(call, ROLE_PICTURE);
	smaps = view->detail || (view->only & (TRAIT_HUGE | TRAIT_LOCKED));
	view->open = source_open(&view->source, view->pid, smaps, reason);
	if (view->open && view->draw)
		picture_begin(&view->picture, view->pid);
	return view->open;
}

static bool stream(struct render *r, const struct look *look, void *seen,
	struct reason *reason)
{
	struct maps_view *view = seen;
	struct rows rows = {.render = r,
		.indent = look_indent(look),
		.detail = view->detail,
		.table = !view->draw};
	bool whole;

	render_fact(r, "pid", NULL, as_number(view->pid));
	if (!view->open) {
		print_nothing(r);
		return false;
	}
	whole = print_all(view, &rows, reason);
	rows_free(&rows);
	return whole;
}

static void close_source(void *seen)
{
	struct maps_view *view = seen;

	if (view->open)
		source_close(&view->source);
}

static const struct inspection inspection = {
	.size = sizeof(struct maps_view),
	.look = look,
	.stream = stream,
	.free = close_source,
};

const struct command command_maps = {
	.name = "maps",
	.summary = "show the mappings of a process",
	.manual = "proc_pid_maps(5)",
	.describes = "Shows the address space of a process as a table, lowest "
		     "addresses first: of memtool's own subject, as left by "
		     "the steps before, or of process PID, which needs the "
		     "rights of a debugger. --detail also counts the pages, "
		     "which takes time; --picture draws the mappings with the "
		     "gaps between them, highest addresses first.",
	.params = {&param_pid, &param_detail, &param_picture, &param_only,
		&param_address},
	.word = &param_pid,
	.inspection = &inspection,
};
